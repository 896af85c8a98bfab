package io.ringlane.cloud.ec2;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** What is refused of Elastic IPs. */
class AddressErrorCodesTest extends ErrorCodes {

    static Stream<Arguments> calls() {
        return Stream.of(
                refused(
                        "AddressLimitExceeded",
                        "a fourth",
                        w -> w.ec2.addresses().allocate()),
                refused(
                        "InvalidIPAddress.InUse",
                        "bound",
                        w -> w.ec2.addresses().release(w.bound.id())),
                refused(
                        "InvalidAllocationID.NotFound",
                        "none",
                        w -> w.ec2.addresses().release(none("eipalloc"))),
                refused(
                        "InvalidAssociationID.NotFound",
                        "none",
                        w -> w.ec2.addresses().disassociate(none("eipassoc"))),
                refused(
                        "Resource.AlreadyAssociated",
                        "bound elsewhere",
                        w -> w.ec2.addresses().associate(w.bound.id(), w.loose.id(), null, false)),
                refused(
                        "Resource.AlreadyAssociated",
                        "target has one",
                        w -> w.ec2.addresses().associate(w.free.id(), w.a.id(), null, false)),
                refused(
                        "Gateway.NotAttached",
                        "no internet gateway",
                        w -> w.ec2.addresses().associate(w.free.id(), w.inOtherVpc.id())),
                refused(
                        "InvalidParameterValue",
                        "no address of it",
                        w -> w.ec2.addresses().associate(w.free.id(), w.loose.id(), "10.0.1.10", true)),
                refused(
                        "IncorrectInstanceState",
                        "terminated",
                        w -> w.ec2.addresses().associate(w.free.id(), w.gone.id())),
                refusedAfter(
                        "InvalidInstanceID",
                        "two interfaces",
                        w -> w.ec2.interfaces().attach(w.loose.id(), w.a.id(), 1),
                        w -> w.ec2.addresses().associate(w.free.id(), w.a.id())),
                refused(
                        "InvalidAddress.NotFound",
                        "none",
                        w -> w.ec2.addresses().describeAt("198.18.200.1")));
    }
}

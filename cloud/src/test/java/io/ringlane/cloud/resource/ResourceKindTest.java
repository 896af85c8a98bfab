package io.ringlane.cloud.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceKindTest {

    @Property
    void shouldReadWhatItWrites(@ForAll ResourceKind kind, @ForAll long key) {
        String id = kind.id(key);
        if (key != 0) {
            assertThat(id).matches(kind.prefix() + "-0[0-9a-f]{16}");
            assertThat(kind.key(id)).isEqualTo(key);
            assertThat(ResourceKind.of(id, "x")).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INSTANCE,  i-123,                    InvalidInstanceID.Malformed",
        "INSTANCE,  i-0123456789abcdefg,      InvalidInstanceID.Malformed",
        "INSTANCE,  vpc-0123456789abcdef0,    InvalidInstanceID.Malformed",
        "INTERFACE, eni-1,                    InvalidNetworkInterfaceID.NotFound",
        "INTERFACE, subnet-0123456789abcdef0, InvalidNetworkInterfaceID.NotFound",
        "VPC,       '',                       MissingParameter"
    })
    void shouldRefuseWhatIsNoId(ResourceKind kind, String id, String code) {
        assertThatThrownBy(() -> kind.key(id)).isInstanceOf(Ec2Exception.class).hasMessageStartingWith(code + ": ");
    }
}

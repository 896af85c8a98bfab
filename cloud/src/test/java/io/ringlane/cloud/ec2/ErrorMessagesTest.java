package io.ringlane.cloud.ec2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringlane.cloud.resource.Ec2Exception;
import org.junit.jupiter.api.Test;

class ErrorMessagesTest {

    @Test
    void shouldSayWhatIsWrongAndTheNearestRightChoice() {
        ErrorCodes.World world = new ErrorCodes.World();
        assertThat(message(() -> world.ec2.instances().run(LaunchSpec.of("c5n.lerge", world.subnet))))
                .contains("did you mean 'c5n.large'?");
        assertThat(message(() -> world.ec2.vpcs().createSubnet(world.vpc, "10.0.9.0/24", "us-east-1")))
                .contains("us-east-1a, us-east-1b");
        assertThat(message(() -> world.ec2.interfaces().describe(world.a.id())))
                .contains("ids of this kind begin with 'eni-'");
        assertThat(message(() ->
                        world.ec2.interfaces().delete(world.region.eth0(world.a).id())))
                .contains(world.a.id());
    }

    private static String message(Runnable call) {
        return catchThrowableOfType(Ec2Exception.class, call::run).getMessage();
    }
}

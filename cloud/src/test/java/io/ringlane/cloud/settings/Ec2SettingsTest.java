package io.ringlane.cloud.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringlane.cloud.net.IpAddress;
import io.ringlane.placement.table.TableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Ec2SettingsTest {

    private static final Ec2Settings BUILT_IN = Ec2Settings.builtIn();

    @ParameterizedTest
    @EnumSource(Setting.class)
    void shouldHaveAValueInItsRangeForEverySetting(Setting setting) {
        assertThat(BUILT_IN.value(setting)).isBetween(setting.least(), setting.most());
    }

    @Test
    void shouldLayAFileOfTheUserOverItsOwn() {
        Ec2Settings mine = BUILT_IN.with("mine", "default, elastic-ips, 9\ndefault, public-ipv4-pool, 192.0.2.0/24");
        assertThat(mine.value(Setting.ELASTIC_IPS)).isEqualTo(9);
        assertThat(mine.isPublic(IpAddress.parse("192.0.2.7"))).isTrue();
        assertThat(mine.isPublic(IpAddress.parse("198.18.0.7"))).isFalse();
        assertThat(mine.value(Setting.VPCS)).isEqualTo(BUILT_IN.value(Setting.VPCS));
        assertThat(BUILT_IN.value(Setting.ELASTIC_IPS)).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "elastic-ip | 1              | did you mean 'elastic-ips'?",
                "elastic-ips | many          | must be a whole number",
                "udp-seconds | 61            | from 1 to 60",
                "public-ipv4-pool | ::/8     | a pool of the other family",
                "public-ipv4-pool | 10.0.0   | not a valid CIDR block",
                "usd-per-hour-since-2024 | x | must be US dollars"
            })
    void shouldSayWhatIsWrongInAFile(String key, String value, String message) {
        assertThatThrownBy(() -> BUILT_IN.with("mine", "default, " + key + ", " + value))
                .isInstanceOf(TableException.class)
                .hasMessageStartingWith("mine:1: ")
                .hasMessageContaining(message);
    }
}

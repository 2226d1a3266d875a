package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rights limited to groups of hosts (SP-13). */
class HostGroupsTest {

    private static final HostGroups WEB_AND_DB = HostGroups.of(List.of("web", "db"));

    @Test
    void aStarStandsForAll() {
        assertThat(HostGroups.of(List.of("web", "*"))).isEqualTo(HostGroups.ALL);
        assertThat(HostGroups.ALL.include("whichever")).isTrue();
    }

    @Test
    void noneIsNoneAndNotAll() {
        var none = HostGroups.of(List.of());

        assertThat(none.areAll()).isFalse();
        assertThat(none.include("web")).isFalse();
    }

    @Test
    void aTokenNeverReachesFurtherThanItsMaker() {
        assertThat(HostGroups.ALL.within(WEB_AND_DB)).isEqualTo(WEB_AND_DB);
        assertThat(WEB_AND_DB.within(HostGroups.ALL)).isEqualTo(WEB_AND_DB);
        assertThat(WEB_AND_DB.within(HostGroups.of(List.of("db", "mail"))).list())
                .containsExactly("db");
        assertThat(WEB_AND_DB.within(HostGroups.of(List.of("mail"))).list()).isEmpty();
    }
}

package io.pulsefleet.hub.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefleet.settings.Settings;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** As what somebody comes in whom the provider sends (SP-13). */
class OpenIdConfigTest {

    private static final Map<String, String> GROUPS = Map.of(
            "pulse.openid.admins", "pulse-admins, root",
            "pulse.openid.operators", "ops",
            "pulse.openid.viewers", "readers");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            pulse-admins        | -      | none   | admin
            readers, root       | -      | none   | admin
            readers, ops        | -      | none   | operator
            readers             | admin  | none   | viewer
            OPS                 | -      | none   | -
            cooks               | admin  | none   | -
            cooks               | -      | viewer | viewer
            cooks               | admin  | viewer | viewer
            """)
    void theHighestOfItsGroupsCounts(String groups, String present, String otherwise, String role) {
        var given = new HashMap<>(GROUPS);
        given.put("pulse.openid.role", otherwise);

        assertThat(of(given).roleOf(set(groups), Optional.ofNullable(present))).isEqualTo(Optional.ofNullable(role));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            admin  | none   | admin
            -      | none   | -
            -      | viewer | viewer
            admin  | viewer | admin
            """)
    void whereTheProviderSaysNothingOfRolesAnAdminHereDoes(String present, String otherwise, String role) {
        assertThat(of(Map.of("pulse.openid.role", otherwise))
                        .roleOf(Set.of("pulse-admins"), Optional.ofNullable(present)))
                .isEqualTo(Optional.ofNullable(role));
    }

    @Test
    void whatIsNoAnswerIsAMistake() {
        assertThatThrownBy(() -> of(Map.of("pulse.openid", "perhaps"))).hasMessageContaining("PULSE_OPENID");
        assertThatThrownBy(() -> of(Map.of("pulse.openid.role", "root"))).hasMessageContaining("PULSE_OPENID_ROLE");
        assertThatThrownBy(() -> of(Map.of("pulse.openid.create", "maybe")))
                .hasMessageContaining("PULSE_OPENID_CREATE");
    }

    @Test
    void itIsOffUnlessItIsOn() {
        assertThat(of(Map.of()).isOn()).isFalse();
        assertThat(of(Map.of("pulse.openid", "on")).isOn()).isTrue();
    }

    private static OpenIdConfig of(Map<String, String> given) {
        return OpenIdConfig.of(new Settings(name -> Optional.ofNullable(given.get(name))));
    }

    private static Set<String> set(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }
}

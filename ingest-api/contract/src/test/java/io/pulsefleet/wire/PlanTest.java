package io.pulsefleet.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final DatabaseAddress ADDRESS =
            new DatabaseAddress("postgresql", "db1", 5432, "shop", "pulsefleet", "s3cret", "prefer");
    private static final PlannedDatabase SHOP =
            new PlannedDatabase(UUID.randomUUID(), 1, "shop", ADDRESS, false, true, false, null);
    private static final PlannedDatabase SHOP_WITHOUT_PASSWORD =
            new PlannedDatabase(SHOP.id(), 1, "shop", ADDRESS.withPassword(null), true, true, false, null);

    private final Plan before = new Plan(List.of(), List.of(SHOP));

    @Test
    void aPlanThatSaysNothingOfDatabasesLeavesThoseThatThereWere() {
        assertThat(new Plan(List.of()).goingOnFrom(before)).isEqualTo(before);
        assertThat(new Plan(List.of(), List.of()).goingOnFrom(before)).isEqualTo(new Plan(List.of(), List.of()));
    }

    @Test
    void aPasswordThatTheHubCannotSayStaysAsItWas() {
        assertThat(new Plan(List.of(), List.of(SHOP_WITHOUT_PASSWORD)).goingOnFrom(before))
                .isEqualTo(before);
        assertThat(new Plan(List.of(), List.of(SHOP_WITHOUT_PASSWORD)).goingOnFrom(new Plan(List.of())))
                .isEqualTo(new Plan(List.of(), List.of(SHOP_WITHOUT_PASSWORD)));
    }

    @Test
    void aPasswordThatTheHubTookAwayIsGone() {
        var open = new PlannedDatabase(SHOP.id(), 2, "shop", ADDRESS.withPassword(null), false, true, false, null);

        assertThat(new Plan(List.of(), List.of(open)).goingOnFrom(before).databases())
                .containsExactly(open);
    }

    @Test
    void whatMayBeShownHasNoPassword() {
        assertThat(new String(Json.bytes(before.withoutSecrets()), StandardCharsets.UTF_8))
                .contains("shop")
                .doesNotContain("s3cret");
        assertThat(before.toString()).contains("pulsefleet@db1:5432/shop").doesNotContain("s3cret");
        assertThat(new DatabaseTest(SHOP.id(), ADDRESS).toString()).doesNotContain("s3cret");
    }
}

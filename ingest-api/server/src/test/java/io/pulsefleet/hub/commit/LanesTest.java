package io.pulsefleet.hub.commit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.commit.Lanes.Refusal;
import io.pulsefleet.hub.commit.Lanes.Room;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final Room GROUP = new Room(1_000, 5);

    private final Lanes<String> lanes = new Lanes<>(new Room(16_000, 64));

    @Test
    void freshGoesFirstAndBacklogIsNeverLeftOutAltogether() {
        for (int i = 0; i < 8; i++) {
            lanes.add(i, 100, false, "late" + i);
        }
        for (int i = 0; i < 8; i++) {
            lanes.add(i, 100, true, "new" + i);
        }

        assertThat(groups()).isEqualTo("""
                new0 new1 new2 new3 late0
                new4 new5 new6 new7 late1
                late2 late3
                late4 late5
                late6 late7""");
    }

    @Test
    void backlogAloneLeavesHalfOfTheRoomToFreshData() {
        var refused = 0;
        for (int agent = 0; agent < 64; agent++) {
            refused += lanes.add(agent, 100, false, "late").equals(java.util.Optional.of(Refusal.BACKLOG)) ? 1 : 0;
        }

        assertThat(refused).isEqualTo(32);
        assertThat(lanes.add(1, 100, true, "new")).isEmpty();
    }

    @Test
    void noAgentHoldsMoreThanItsShare() {
        for (int i = 0; i < 4; i++) {
            assertThat(lanes.add(1, 100, true, "one")).isEmpty();
        }

        assertThat(lanes.add(1, 100, true, "one too many")).contains(Refusal.SHARE);
        assertThat(lanes.add(2, 100, true, "another's")).isEmpty();
        lanes.take(GROUP);
        assertThat(lanes.add(1, 100, true, "again")).isEmpty();
    }

    @Test
    void isFullByBytesAndByCount() {
        for (int agent = 0; agent < 16; agent++) {
            assertThat(lanes.add(agent, 1_000, true, "large")).isEmpty();
        }
        assertThat(lanes.add(17, 1, true, "a byte")).contains(Refusal.FULL);

        var many = new Lanes<String>(new Room(16_000, 2));
        many.add(1, 0, true, "small");
        many.add(2, 0, true, "small");
        assertThat(many.refusal(3, 0, true)).contains(Refusal.FULL);
    }

    @Test
    void whatIsLargerThanAnyGroupGoesAlone() {
        lanes.add(1, 10_000, true, "huge");
        lanes.add(2, 1, true, "small");

        assertThat(groups()).isEqualTo("huge\nsmall");
        assertThat(lanes.used()).isEqualTo(new Room(0, 0));
    }

    @Test
    void backlogThatIsTooLargeToGoWithOthersGoesAloneAndSoon() {
        lanes.add(99, 800, false, "late");
        for (int i = 0; i < 30; i++) {
            lanes.add(i % 15, 200, true, "n" + i);
        }

        assertThat(groups()).isEqualTo("""
                n0 n1 n2 n3 n4
                n5 n6 n7 n8 n9
                n10 n11 n12 n13 n14
                n15 n16 n17 n18 n19
                late
                n20 n21 n22 n23 n24
                n25 n26 n27 n28 n29""");
    }

    @Test
    void freshDataThatIsTooLargeToGoBesideBacklogGoesAloneAndNext() {
        lanes.add(1, 900, true, "large");
        lanes.add(1, 100, true, "new");
        for (int i = 2; i < 10; i++) {
            lanes.add(i, 250, false, "late" + i);
        }

        assertThat(groups()).isEqualTo("""
                late2 late3
                late4 late5
                large
                new late6 late7
                late8 late9""");
    }

    private String groups() {
        return java.util.stream.Stream.generate(() -> lanes.take(GROUP))
                .takeWhile(group -> !group.isEmpty())
                .map(group -> String.join(" ", group))
                .collect(Collectors.joining("\n"));
    }
}

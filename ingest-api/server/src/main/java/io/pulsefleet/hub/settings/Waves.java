package io.pulsefleet.hub.settings;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * How a change goes to the agents: to one, to a tenth, to the rest. Pure; the caller does it.
 *
 * <pre>
 * all of the wave are well with it --> the next wave, until nobody is behind --> done
 * one of the wave refused it, took it back, or said nothing for 15 min       --> halted
 * </pre>
 *
 * <p>Who is offline is waited for by nobody, and hears of it when it is back.
 */
final class Waves {

    static final Duration LONGEST = Duration.ofMinutes(15);

    private static final int LAST = 3;

    private Waves() {}

    enum Standing {
        /** It was not let go to it yet. */
        BEHIND,
        PENDING,
        SETTLED,
        FAILED
    }

    /** @param detail why it failed; empty where it did not */
    record Member(UUID agent, String name, boolean online, Standing standing, Instant releasedAt, String detail) {}

    sealed interface Step {}

    record Release(int wave, List<UUID> agents) implements Step {}

    record Halt(String why) implements Step {}

    record Done() implements Step {}

    record Wait() implements Step {}

    /**
     * @param wave the newest that was let go; 0: none yet
     * @param inWaves false: all at once, whoever fails
     */
    static Step next(List<Member> members, int wave, boolean inWaves, Instant now) {
        var behind = with(members, Standing.BEHIND);
        if (!inWaves) {
            return behind.isEmpty() ? settled(members, now) : new Release(LAST, ids(behind.stream()));
        }
        var failed = members.stream().filter(one -> hasFailed(one, now)).findFirst();
        if (failed.isPresent()) {
            return new Halt(failed.get().name() + ": "
                    + (failed.get().standing() == Standing.FAILED
                            ? failed.get().detail()
                            : "said nothing for " + LONGEST.toMinutes() + " min"));
        }
        if (with(members, Standing.PENDING).stream().anyMatch(Member::online)) {
            return new Wait();
        }
        return behind.isEmpty() ? new Done() : release(members, behind, wave + 1);
    }

    private static Step settled(List<Member> members, Instant now) {
        return with(members, Standing.PENDING).stream().anyMatch(one -> one.online() && !hasFailed(one, now))
                ? new Wait()
                : new Done();
    }

    private static boolean hasFailed(Member member, Instant now) {
        return member.standing() == Standing.FAILED
                || (member.standing() == Standing.PENDING
                        && member.online()
                        && member.releasedAt().isBefore(now.minus(LONGEST)));
    }

    private static Release release(List<Member> members, List<Member> behind, int wave) {
        var there = behind.stream().filter(Member::online).toList();
        if (wave >= LAST || there.isEmpty()) {
            return new Release(LAST, ids(behind.stream()));
        }
        var most = wave == 1 ? 1 : Math.max(1, (members.size() + 9) / 10);
        return new Release(
                wave,
                ids(there.stream().sorted(Comparator.comparing(Member::name)).limit(most)));
    }

    private static List<Member> with(List<Member> members, Standing standing) {
        return members.stream().filter(one -> one.standing() == standing).toList();
    }

    private static List<UUID> ids(Stream<Member> members) {
        return members.map(Member::agent).toList();
    }
}

package io.pulsefleet.e2e.fleet;

import java.time.Duration;
import java.time.Instant;

/**
 * What a fleet is like.
 *
 * @param profiles so many different hosts there are; agents beyond that are like one of them
 * @param every the interval of their visits
 * @param backlog visits of each agent from before the start
 * @param threads that serve the connections
 */
public record FleetConfig(
        long seed,
        int agents,
        int profiles,
        int positions,
        Instant start,
        Duration every,
        int backlog,
        int threads,
        Manners manners) {

    public static FleetConfig of(int agents, Duration every) {
        return new FleetConfig(
                1,
                agents,
                Math.min(agents, 512),
                150,
                Instant.ofEpochSecond(Instant.now().getEpochSecond()),
                every,
                0,
                1,
                Manners.GOOD);
    }

    public FleetConfig withSeed(long newSeed) {
        return new FleetConfig(newSeed, agents, profiles, positions, start, every, backlog, threads, manners);
    }

    public FleetConfig withManners(Manners newManners) {
        return new FleetConfig(seed, agents, profiles, positions, start, every, backlog, threads, newManners);
    }

    /** @param newProfiles fewer: so many bodies need not be kept */
    public FleetConfig withBacklog(int visits, int newProfiles) {
        return new FleetConfig(
                seed, agents, Math.min(agents, newProfiles), positions, start, every, visits, threads, manners);
    }

    public FleetConfig withThreads(int newThreads) {
        return new FleetConfig(seed, agents, profiles, positions, start, every, backlog, newThreads, manners);
    }
}

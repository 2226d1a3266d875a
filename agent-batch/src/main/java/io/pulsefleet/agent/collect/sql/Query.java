package io.pulsefleet.agent.collect.sql;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefleet.agent.collect.jdbc.Dialect;
import java.util.List;
import java.util.Map;

/**
 * One entry of {@code queries.json} (PA-02, PA-03).
 *
 * @param otherwise its answer when it fails or finds no row
 * @param targets the databases it is for; empty: all
 * @param statements as the dialects of those read it; none where it is no SQL
 */
record Query(
        String name,
        String description,
        Type type,
        JsonNode otherwise,
        List<String> targets,
        Map<Dialect, ReadOnlySql> statements) {

    enum Type {
        /** A number. */
        COUNT,
        /** Any one value. */
        SINGLE_VALUE,
        DOCKER,
        SYSTEM;

        boolean isSql() {
            return this == COUNT || this == SINGLE_VALUE;
        }
    }

    boolean isFor(String target) {
        return targets.isEmpty() || targets.contains(target);
    }
}

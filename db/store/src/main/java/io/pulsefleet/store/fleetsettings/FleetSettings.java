package io.pulsefleet.store.fleetsettings;

import io.pulsefleet.store.Database;
import io.pulsefleet.store.PlainText;
import io.pulsefleet.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Layers with their versions, roll-outs, and how each agent stands. Changes want a transaction around them. */
@ApplicationScoped
public class FleetSettings {

    private static final long TURN = 0x5e771265L;

    private Database database;

    public FleetSettings() {}

    @Inject
    public FleetSettings(Database database) {
        this.database = database;
    }

    /** Until the transaction ends nobody else changes anything here. */
    public void takeTurns() {
        with("wait for a turn at the settings", "SELECT pg_advisory_xact_lock(?)::text", select -> {
            select.setLong(1, TURN);
            select.execute();
            return null;
        });
    }

    /** @return false: somebody else changes something right now */
    public boolean takeTurn() {
        return with("ask for a turn at the settings", "SELECT pg_try_advisory_xact_lock(?)", select -> {
            select.setLong(1, TURN);
            try (var row = select.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /** Another text whenever an agent may have to be told something else. */
    public String state() {
        return with(
                "look whether settings were changed",
                "SELECT (SELECT last_value FROM fleet_settings_revision) || ' ' || count(*) || ' '"
                        + " || coalesce(sum(hashtext(id::text || coalesce(agent_group, ''))), 0)"
                        + " FROM agents WHERE kind = 'agent'",
                select -> {
                    try (var row = select.executeQuery()) {
                        row.next();
                        return row.getString(1);
                    }
                });
    }

    /** Each layer as it holds. */
    public List<LayerVersion> newest() {
        return versions("SELECT DISTINCT ON (layer) * FROM fleet_settings_version ORDER BY layer, version DESC", "");
    }

    /** The newest first. */
    public List<LayerVersion> versions(String layer) {
        return versions("SELECT * FROM fleet_settings_version WHERE layer = ? ORDER BY version DESC LIMIT 500", layer);
    }

    private List<LayerVersion> versions(String sql, String layer) {
        return with("read the layers of settings", sql, select -> {
            if (!layer.isEmpty()) {
                select.setString(1, layer);
            }
            var all = new ArrayList<LayerVersion>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    all.add(new LayerVersion(
                            rows.getString("layer"),
                            rows.getInt("version"),
                            rows.getString("settings"),
                            rows.getString("reason"),
                            moment(rows, "changed_at"),
                            rows.getString("changed_by")));
                }
            }
            return all;
        });
    }

    /** @return false: the layer has that version already */
    public boolean add(LayerVersion version) {
        return with(
                "keep a layer of settings",
                "INSERT INTO fleet_settings_version VALUES (?, ?, ?::jsonb, ?, ?, ?) ON CONFLICT DO NOTHING",
                insert -> {
                    insert.setString(1, version.layer());
                    insert.setInt(2, version.version());
                    insert.setString(3, version.settings());
                    insert.setString(4, version.reason());
                    insert.setObject(5, at(version.changedAt()));
                    insert.setString(6, version.changedBy());
                    return insert.executeUpdate() == 1;
                });
    }

    /** The newest, if there ever was one. */
    public Optional<SettingsRollout> rollout() {
        return with(
                "read the roll-out of settings",
                "SELECT * FROM fleet_settings_rollout ORDER BY id DESC LIMIT 1",
                select -> {
                    try (var row = select.executeQuery()) {
                        return row.next() ? Optional.of(rollout(row)) : Optional.empty();
                    }
                });
    }

    private static SettingsRollout rollout(ResultSet row) throws SQLException {
        return new SettingsRollout(
                row.getLong("id"),
                row.getString("layer"),
                row.getInt("version"),
                row.getBoolean("waves"),
                row.getInt("wave"),
                row.getString("state"),
                row.getString("detail"),
                moment(row, "began_at"),
                row.getString("began_by"));
    }

    /** Takes the place of the one before. */
    public void begin(String layer, int version, boolean waves, String by, Instant now) {
        with(
                "replace a roll-out of settings",
                "UPDATE fleet_settings_rollout SET state = 'replaced', ended_at = ? WHERE state IN ('running', 'halted')",
                update -> {
                    update.setObject(1, at(now));
                    return update.executeUpdate();
                });
        with(
                "begin a roll-out of settings",
                "INSERT INTO fleet_settings_rollout (layer, version, waves, began_at, began_by) VALUES (?, ?, ?, ?, ?)",
                insert -> {
                    insert.setString(1, layer);
                    insert.setInt(2, version);
                    insert.setBoolean(3, waves);
                    insert.setObject(4, at(now));
                    insert.setString(5, by);
                    return insert.executeUpdate();
                });
        moved();
    }

    /** Where it stands now. */
    public void turn(long rollout, boolean waves, int wave, String state, String detail, Instant now) {
        with(
                "go on with a roll-out of settings",
                "UPDATE fleet_settings_rollout SET waves = ?, wave = ?, state = ?, detail = ?,"
                        + " ended_at = CASE WHEN ? = 'running' THEN NULL ELSE ? END WHERE id = ?",
                update -> {
                    update.setBoolean(1, waves);
                    update.setInt(2, wave);
                    update.setString(3, state);
                    update.setString(4, detail);
                    update.setString(5, state);
                    update.setObject(6, at(now));
                    update.setLong(7, rollout);
                    return update.executeUpdate();
                });
        moved();
    }

    /** By hostname. */
    public List<AgentRow> agents() {
        return agents("", null);
    }

    public Optional<AgentRow> agent(UUID id) {
        return agents(" AND a.id = ?", id).stream().findFirst();
    }

    private List<AgentRow> agents(String condition, UUID id) {
        return with(
                "read how agents stand with settings",
                "SELECT a.id, a.hostname, a.agent_group, a.version, a.last_heartbeat, s.*"
                        + " FROM agents a LEFT JOIN fleet_settings_agent s ON s.agent = a.id"
                        + " WHERE a.kind = 'agent'" + condition + " ORDER BY a.hostname, a.number",
                select -> {
                    if (id != null) {
                        select.setObject(1, id);
                    }
                    var all = new ArrayList<AgentRow>();
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            all.add(agent(rows));
                        }
                    }
                    return all;
                });
    }

    private static AgentRow agent(ResultSet row) throws SQLException {
        var released = row.getString("released");
        var rollout = row.getLong("rollout");
        return new AgentRow(
                row.getObject("id", UUID.class),
                row.getString("hostname"),
                row.getString("agent_group"),
                row.getString("version"),
                moment(row, "last_heartbeat"),
                released == null ? "{}" : released,
                row.getString("released_hash"),
                moment(row, "released_at"),
                rollout == 0 ? null : rollout,
                row.getInt("attempt"),
                row.getString("known"),
                row.getString("told_hash") == null
                        ? null
                        : new AgentRow.Told(
                                row.getString("told_hash"),
                                row.getString("told_state"),
                                row.getString("told_detail"),
                                texts(row.getArray("told_waiting")),
                                texts(row.getArray("told_own")),
                                moment(row, "told_at")));
    }

    /** What each agent is told, by those who are told anything. */
    public Map<UUID, String> releasedHashes() {
        return with(
                "read which settings were released",
                "SELECT agent, released_hash FROM fleet_settings_agent WHERE released_hash IS NOT NULL",
                select -> {
                    var hashes = new HashMap<UUID, String>();
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            hashes.put(rows.getObject(1, UUID.class), rows.getString(2));
                        }
                    }
                    return hashes;
                });
    }

    /** @param rollout null: with none */
    public void release(UUID agent, int attempt, String settings, String hash, Long rollout, Instant now) {
        with("release settings to an agent", """
                INSERT INTO fleet_settings_agent (agent, attempt, released, released_hash, released_at, rollout)
                VALUES (?, ?, ?::jsonb, ?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET attempt = excluded.attempt, released = excluded.released,
                    released_hash = excluded.released_hash, released_at = excluded.released_at,
                    rollout = excluded.rollout""", insert -> {
            insert.setObject(1, agent);
            insert.setInt(2, attempt);
            insert.setString(3, settings);
            insert.setString(4, hash);
            insert.setObject(5, at(now));
            insert.setObject(6, rollout, java.sql.Types.BIGINT);
            return insert.executeUpdate();
        });
        moved();
    }

    /** What settings some agents have, by hash. */
    public Map<String, String> known() {
        return with(
                "read which settings agents have",
                "SELECT hash, settings FROM fleet_settings_known"
                        + " WHERE hash IN (SELECT known FROM fleet_settings_agent)",
                select -> {
                    var all = new HashMap<String, String>();
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            all.put(rows.getString(1), rows.getString(2));
                        }
                    }
                    return all;
                });
    }

    public void keepKnown(String hash, String settings) {
        with(
                "keep which settings agents have",
                "INSERT INTO fleet_settings_known VALUES (?, ?::jsonb) ON CONFLICT DO NOTHING",
                insert -> {
                    insert.setString(1, hash);
                    insert.setString(2, settings);
                    return insert.executeUpdate();
                });
    }

    /** @param known null: as it told before */
    public void told(UUID agent, AgentRow.Told told, String known) {
        with("keep what an agent makes of settings", """
                INSERT INTO fleet_settings_agent (agent, known, told_hash, told_state, told_detail, told_waiting, told_own, told_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (agent) DO UPDATE SET known = coalesce(excluded.known, fleet_settings_agent.known),
                    told_hash = excluded.told_hash, told_state = excluded.told_state, told_detail = excluded.told_detail,
                    told_waiting = excluded.told_waiting, told_own = excluded.told_own, told_at = excluded.told_at""", insert -> {
            var connection = insert.getConnection();
            insert.setObject(1, agent);
            insert.setString(2, known);
            insert.setString(3, told.hash());
            insert.setString(4, told.state());
            insert.setString(5, told.detail());
            insert.setArray(6, texts(connection, told.waiting()));
            insert.setArray(7, texts(connection, told.own()));
            insert.setObject(8, at(told.at()));
            return insert.executeUpdate();
        });
        moved();
    }

    private void moved() {
        with("count a change of settings", "SELECT nextval('fleet_settings_revision')", PreparedStatement::execute);
    }

    @FunctionalInterface
    private interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private <T> T with(String doing, String sql, Use<T> use) {
        try (var connection = database.connection();
                var statement = connection.prepareStatement(sql)) {
            return use.of(statement);
        } catch (SQLException refused) {
            throw new StoreException(doing, refused);
        }
    }

    private static Array texts(Connection connection, List<String> texts) throws SQLException {
        return PlainText.array(connection, texts);
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }

    private static OffsetDateTime at(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    private static Instant moment(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}

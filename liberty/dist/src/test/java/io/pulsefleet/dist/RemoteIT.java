package io.pulsefleet.dist;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.pulsefleet.embedded.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the hub to systemd: hub, agent, supervisor and a PostgreSQL on a host of their own, as they are installed. What the
 * agent's user may not do is asked for at the hub, and done by the supervisor where this host permits it (PU-05, PU-12,
 * PU-14).
 */
class RemoteIT {

    private static final String JAVA = System.getProperty("java.home");
    private static final String VERSION = System.getProperty("pulse.version");
    private static final String API = "http://127.0.0.1:9080/api/v1/";
    private static final String PASSWORD = "only-in-this-namespace";
    private static final int DATABASE_PORT = 5432;

    @TempDir
    static Path folder;

    private static Path archives;
    private static SystemHost host;
    private static String agent;

    @BeforeAll
    static void startAll() throws Exception {
        var missing = SystemHost.isMissing();
        if (missing.isPresent()) {
            System.out.println("SKIPPED, the tests of what is asked from afar: " + missing.get());
            abort(missing.get());
        }
        archives = Files.createDirectory(folder.resolve("archives"));
        for (var kind : List.of("agent", "hub")) {
            var name = "pulsefleet-%s-%s.tar.gz".formatted(kind, VERSION);
            Files.createLink(archives.resolve(name), Path.of("target", name).toRealPath());
        }
        makeDatabase();
        host = SystemHost.start(folder, archives);
        startDatabase();
        startHub();
        startAgent();
    }

    @AfterAll
    static void endIt() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void aServiceIsRestartedWhereTheHostPermitsIt() {
        permit("unit.restart good.service", "unit.restart none.service");
        var before = property("good", "InvocationID");

        assertThat(ask("service.restart", "{\"service\":\"good\"}"))
                .contains("\"state\":\"succeeded\"")
                .contains("\"service\": \"good.service\"");

        assertThat(property("good", "InvocationID"))
                .as("it was really restarted")
                .isNotEqualTo(before);
        assertThat(ask("service.restart", "{\"service\":\"bad.service\"}"))
                .contains("\"state\":\"refused\"")
                .contains("/etc/pulsefleet/supervisor.allow does not permit unit.restart bad.service");
        assertThat(ask("service.restart", "{\"service\":\"none\"}"))
                .contains("\"state\":\"refused\"")
                .contains("Unit none.service not found.");
        host.await(
                "its journal is late",
                () -> journal("pulsefleet-supervisor").contains("\"about\":\"none.service\",\"outcome\":\"failed\""));
        assertThat(journal("pulsefleet-supervisor"))
                .contains("\"msg\":\"unit.restart good.service: done\",\"user\":\"pulsefleet\"")
                .contains("\"about\":\"bad.service\",\"outcome\":\"refused\"")
                .contains("\"reason\":\"not-allowed\"");
        assertThat(get("audit?action=command.ask").split("\"action\":\"command.ask\"", -1))
                .as("who asked is on record, each time")
                .hasSizeGreaterThan(3);

        shell("systemctl stop pulsefleet-supervisor");
        assertThat(ask("service.restart", "{\"service\":\"good\"}"))
                .contains("\"state\":\"refused\"")
                .contains("there is no supervisor on this host");
        shell("systemctl start pulsefleet-supervisor");
        awaitSupervisor();
    }

    /** As Debian has it, but that its group is nobody's; the agent's user may not open it. */
    @Test
    void aLogThatOnlyRootMayReadIsReadWhereTheHostPermitsIt() {
        permit("unit.restart good.service");
        shell("ln -s /etc/shadow /var/log/linked.log; chmod 600 /etc/shadow");
        write("before anybody may read it");
        host.await("the hub is not told that it may not", () -> sources().contains("no_rights"));
        assertThat(sources()).contains("supervisor.allow does not permit log.read /var/log/auth.log");

        permit("log.read /var/log/auth.log*", "log.read /var/log/linked.log");
        host.await("it is not read", () -> logLines().contains("Accepted publickey for alice"));
        shell("mv /var/log/auth.log /var/log/auth.log.1");
        write("after it was rotated");
        host.await("it is not read on", () -> logLines().contains("after it was rotated"));

        assertThat(logLines().split("after it was rotated", -1)).as("once").hasSize(2);
        assertThat(get("events?type=login.accepted")).contains("alice");
        assertThat(journal("pulsefleet-supervisor"))
                .contains("\"msg\":\"log.read /var/log/auth.log: done\",\"user\":\"pulsefleet\"")
                .contains("\"about\":\"/var/log/auth.log\",\"outcome\":\"refused\"")
                .contains("\"about\":\"/etc/shadow\",\"outcome\":\"refused\"");
        assertThat(logLines()).doesNotContain("root:");
    }

    private static void write(String what) {
        assertThat(shell(
                                "umask 077; printf '%s\\n' \"$(date '+%b %e %H:%M:%S') host sshd[41]: " + what
                                        + "\" \"$(date '+%b %e %H:%M:%S') host sshd[42]: Accepted publickey for alice from 192.0.2.7 port 50022 ssh2\" >> /var/log/auth.log")
                        .text())
                .isEmpty();
    }

    private static String sources() {
        return get("logs/sources?agent=" + agent);
    }

    private static String logLines() {
        return get("logs?agent=" + agent + "&limit=500");
    }

    @Test
    void theAgentIsUpdatedAndComesBackByItselfFromABrokenOne() throws Exception {
        var keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        var key = "update.key "
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        var good = made("9.9", "true", keys);
        var broken = made("9.10", "printf 'exit 1\\n' > program/wlp/bin/server", keys);
        permit("unit.restart good.service");
        assertThat(update("9.9", good)).contains("refused").contains("does not permit update.install");
        permit("update.install /mnt/*.tar.gz");
        assertThat(update("9.9", good)).contains("refused").contains("names no update.key");
        permit("update.install /mnt/*.tar.gz", key);
        assertThat(update("9.9", broken)).contains("refused").contains("what is signed there has the SHA-256 " + good);

        var updated = awaitEnd(update("9.9", good));
        assertThat(updated)
                .contains("\"state\":\"succeeded\"")
                .contains("\"from\": \"" + VERSION + "\"")
                .contains("\"to\": \"9.9\"");
        assertThat(host.run("readlink", "/opt/pulsefleet/agent")).isEqualTo("agent-9.9");
        assertThat(update("9.9", good)).contains("refused").contains("9.9 is installed already");

        var failed = awaitEnd(update("9.10", broken));
        assertThat(failed).contains("\"state\":\"failed\"").contains("9.10 was not well within 60 s; 9.9 is back");
        assertThat(host.run("readlink", "/opt/pulsefleet/agent")).isEqualTo("agent-9.9");
        assertThat(shell("ls /opt/pulsefleet /var/cache/pulsefleet-update").text())
                .doesNotContain("9.10")
                .doesNotContain("tar.gz");

        Files.writeString(archives.resolve("pulsefleet-agent-9.10.tar.gz"), "another", StandardOpenOption.APPEND);
        assertThat(awaitEnd(update("9.10", broken)))
                .contains("\"state\":\"failed\"")
                .contains("its SHA-256 is another; nothing was changed");
        assertThat(host.run("systemctl", "is-active", "pulsefleet-agent", "pulsefleet-supervisor"))
                .isEqualTo("active\nactive");
    }

    /** A package of that version with its signed release; its SHA-256. */
    private static String made(String version, String change, KeyPair keys) throws Exception {
        var name = "pulsefleet-agent-" + version;
        var said = new ProcessBuilder("sh", "-euc", """
                mkdir %1$s; tar xzf pulsefleet-agent-%2$s.tar.gz -C %1$s --strip-components=1
                cd %1$s; sed -i s/^version=.*/version=%3$s/ package; %4$s; cd ..
                tar cf - %1$s | gzip -1 > %1$s.tar.gz; rm -rf %1$s
                sha256sum %1$s.tar.gz | cut -d' ' -f1""".formatted(name, VERSION, version, change))
                .directory(archives.toFile())
                .redirectErrorStream(true)
                .start();
        var sha256 = new String(said.getInputStream().readAllBytes(), UTF_8).strip();
        assertThat(sha256).matches("[0-9a-f]{64}");
        var release = "kind=agent\nversion=%s\nsha256=%s\n".formatted(version, sha256);
        var signature = Signature.getInstance("Ed25519");
        signature.initSign(keys.getPrivate());
        signature.update(release.getBytes(UTF_8));
        Files.writeString(archives.resolve(name + ".tar.gz.release"), release);
        Files.write(archives.resolve(name + ".tar.gz.release.sig"), signature.sign());
        return sha256;
    }

    private static String update(String version, String sha256) {
        awaitChannel();
        awaitSupervisor();
        return post(
                "agents/" + agent + "/commands",
                "{\"command\":\"update.install\",\"data\":{\"package\":\"/mnt/pulsefleet-agent-%s.tar.gz\",\"sha256\":\"%s\"},\"wait\":3}"
                        .formatted(version, sha256));
    }

    private static String awaitEnd(String asked) {
        var id = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(asked);
        assertThat(id.find()).as(asked).isTrue();
        host.await(
                "it does not end: " + asked,
                () -> get("commands/" + id.group(1)).contains("\"over\":true"));
        return get("commands/" + id.group(1));
    }

    private static void makeDatabase() {
        Postgres.start(new Postgres.Place(
                        archives.resolve("database"), archives.resolve("postgresql"), DATABASE_PORT, PASSWORD))
                .close();
    }

    private static void startDatabase() {
        shell("cp -a /mnt/database /var/lib/database && chown -R nobody:nogroup /var/lib/database");
        shell("""
                printf '%s\\n' '[Service]' 'User=nobody' 'Group=nogroup' \
                  "ExecStart=$(echo /mnt/postgresql/*/bin/postgres) -D /var/lib/database -c listen_addresses=127.0.0.1 -c unix_socket_directories=" \
                  > /etc/systemd/system/database.service
                systemctl daemon-reload && systemctl start database.service""");
        assertThat(host.run("systemctl", "is-active", "database.service")).isEqualTo("active");
    }

    private static void startHub() {
        install("hub");
        shell(
                "sed -i 's/^PULSE_DB_PASSWORD=.*/PULSE_DB_PASSWORD=%1$s/' /etc/pulsefleet/hub.env && echo PULSE_ADMIN_PASSWORD=%1$s >> /etc/pulsefleet/hub.env && systemctl start pulsefleet-hub"
                        .formatted(PASSWORD));
        awaitReady("hub", 9080);
    }

    /** Its start would take a minute with a quarter of a processor. */
    private static void startAgent() {
        install("agent");
        shell("""
                printf '%s\\n' PULSE_HUB_URL=http://127.0.0.1:9080 "PULSE_JOIN_TOKEN=$(find /var/lib/pulsefleet-hub -name join-token -exec cat {} +)" \
                  RECONNECT_INTERVAL=1 RECONNECT_BACKOFF_MAX=2 'PULSE_LOGS=/var/log/auth.log auth; /var/log/linked.log plain' PULSE_LOGS_BEGIN=start >> /etc/pulsefleet/agent.env
                mkdir -p /etc/systemd/system/pulsefleet-agent.service.d
                printf '%s\\n' '[Service]' CPUQuota= > /etc/systemd/system/pulsefleet-agent.service.d/quick.conf
                mkdir -p /etc/systemd/system/pulsefleet-supervisor.service.d
                printf '%s\\n' '[Service]' Environment=PULSE_SUPERVISOR_UPDATE_SECONDS=60 > /etc/systemd/system/pulsefleet-supervisor.service.d/quick.conf
                systemctl daemon-reload; systemctl start pulsefleet-supervisor pulsefleet-agent""");
        awaitReady("agent", 9081);
        host.await("it does not join", () -> get("agents").contains("\"id\":\""));
        var id = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"").matcher(get("agents"));
        assertThat(id.find()).isTrue();
        agent = id.group(1);
        awaitChannel();
        awaitSupervisor();
    }

    private static void install(String kind) {
        var said = shell(
                "cd /root && tar xzf /mnt/pulsefleet-%1$s-%2$s.tar.gz && ./pulsefleet-%1$s-%2$s/install.sh --no-start --java-home %3$s"
                        .formatted(kind, VERSION, JAVA));
        assertThat(said.code()).as(said.text()).isZero();
    }

    private static void awaitReady(String kind, int port) {
        host.await(
                "the " + kind + " is not ready",
                () -> host.run(
                                "curl",
                                "-s",
                                "-o",
                                "/dev/null",
                                "-w",
                                "%{http_code}",
                                "http://127.0.0.1:" + port + "/health/ready")
                        .equals("200"));
    }

    private static void awaitChannel() {
        host.await(
                "the agent is not connected",
                () -> get("agents/" + agent + "/commands/registry").contains("\"connected\":true"));
    }

    private static void awaitSupervisor() {
        host.await(
                "there is no supervisor",
                () -> shell("test -S /run/pulsefleet/supervisor.sock").code() == 0);
    }

    private static void permit(String... lines) {
        shell("printf '%s\\n' '" + String.join("' '", lines) + "' > /etc/pulsefleet/supervisor.allow");
    }

    /** What became of it. */
    private static String ask(String command, String data) {
        return post(
                "agents/" + agent + "/commands",
                "{\"command\":\"%s\",\"data\":%s,\"wait\":15}".formatted(command, data));
    }

    private static String get(String path) {
        return host.run("curl", "-s", "-u", "admin:" + PASSWORD, API + path);
    }

    private static String post(String path, String json) {
        return host.run(
                "curl",
                "-s",
                "-u",
                "admin:" + PASSWORD,
                "-H",
                "Content-Type: application/json",
                "-d",
                json,
                API + path);
    }

    private static Installer.Said shell(String words) {
        return host.runFor("sh", "-c", words);
    }

    private static String property(String unit, String name) {
        return host.run("systemctl", "show", "--value", "--property=" + name, unit + ".service");
    }

    private static String journal(String unit) {
        return host.run("journalctl", "--no-pager", "--output=cat", "--unit=" + unit);
    }
}

package io.pulsefleet.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packages as they are shipped, installed on a host with a real systemd (PU-12, PU-13, PU-14, PU-15, PG-14, SP-19). */
class InstallIT {

    private static final String JAVA = System.getProperty("java.home");
    private static final String VERSION = System.getProperty("pulse.version");
    private static final Pattern JSON_LINE =
            Pattern.compile("\\{(?=.*\"time\":\")(?=.*\"level\":\")(?=.*\"msg\":\")(?=.*\"component\":\").*}");
    private static final int MOST_RESIDENT_KB = 60 * 1024;

    @TempDir
    Path folder;

    private SystemHost host;

    @BeforeEach
    void startOne() throws Exception {
        var missing = SystemHost.isMissing();
        if (missing.isPresent()) {
            System.out.println("SKIPPED, the tests of what is installed: " + missing.get());
            abort(missing.get());
        }
        var archives = Files.createDirectory(folder.resolve("archives"));
        for (var kind : List.of("agent", "hub")) {
            var name = "pulsefleet-%s-%s.tar.gz".formatted(kind, VERSION);
            Files.createLink(archives.resolve(name), Path.of("target", name).toRealPath());
        }
        Files.copy(Path.of("src/test/resources/host/Ask.java"), archives.resolve("Ask.java"));
        host = SystemHost.start(folder, archives);
    }

    @AfterEach
    void endIt() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    @Test
    void theAgentIsInstalledUpgradedRolledBackAndRemoved() {
        assertThat(shell("cd /root && tar xzf /mnt/pulsefleet-agent-*.tar.gz && mv pulsefleet-agent-* a")
                        .text())
                .isEmpty();
        var installed = shell("cd /root/a && ./install.sh --java-home " + JAVA);
        assertThat(installed.code()).as(installed.text()).isZero();
        assertThat(installed.text()).contains("Installed: /opt/pulsefleet/agent -> /opt/pulsefleet/agent-" + VERSION);

        awaitAgent();
        assertThat(property("pulsefleet-agent", "User")).isEqualTo("pulsefleet");
        assertThat(uidOf("pulsefleet-agent")).as("runs as").isEqualTo("pulsefleet");
        assertThat(uidOf("pulsefleet-supervisor")).isEqualTo("root");
        assertThat(said("pulsefleet-agent"))
                .as("what the server says")
                .hasSizeGreaterThan(20)
                .allMatch(line -> JSON_LINE.matcher(line).matches());
        theSupervisorDoesWhatThisHostPermits();

        shell("echo '# mine' >> /etc/pulsefleet/agent.env; cp /etc/pulsefleet/agent.env /root/kept");
        var identity = shell("cat /var/lib/pulsefleet/agent/identity.json").text();
        assertThat(identity).startsWith("{");
        shell("sed -i s/^version=.*/version=9.9/ /root/a/package");
        var upgraded = shell("cd /root/a && ./install.sh");
        assertThat(upgraded.code()).as(upgraded.text()).isZero();
        awaitAgent();
        assertThat(host.run("readlink", "/opt/pulsefleet/agent")).isEqualTo("agent-9.9");
        assertThat(host.runFor("cmp", "/etc/pulsefleet/agent.env", "/root/kept").code())
                .as("its settings")
                .isZero();
        assertThat(shell("cat /var/lib/pulsefleet/agent/identity.json").text())
                .as("is the one it was")
                .isEqualTo(identity);
        assertThat(shell("cat /etc/pulsefleet/supervisor.allow").text()).contains("unit.restart good.service");

        assertThat(shell("/opt/pulsefleet/agent/install.sh rollback").code()).isZero();
        assertThat(host.run("readlink", "/opt/pulsefleet/agent")).isEqualTo("agent-" + VERSION);
        assertThat(host.run("systemctl", "is-active", "pulsefleet-agent", "pulsefleet-supervisor"))
                .isEqualTo("active\nactive");

        assertThat(host.run("systemctl", "stop", "pulsefleet-supervisor")).isEmpty();
        assertThat(property("pulsefleet-supervisor", "Result"))
                .as("ends in order")
                .isEqualTo("success");
        assertThat(shell("/opt/pulsefleet/agent/install.sh uninstall").text())
                .contains("Kept: /etc/pulsefleet/agent.env");
        assertThat(shell("ls /opt /run/pulsefleet /etc/systemd/system 2>/dev/null | grep pulsefleet")
                        .text())
                .isEmpty();
        assertThat(host.runFor("cmp", "/etc/pulsefleet/agent.env", "/root/kept").code())
                .as("its settings")
                .isZero();

        assertThat(shell("cd /root/a && ./install.sh uninstall --purge").code()).isZero();
        assertThat(shell(
                                "ls -d /etc/pulsefleet /var/lib/pulsefleet /var/log/pulsefleet 2>/dev/null; getent passwd pulsefleet")
                        .text())
                .isEmpty();
    }

    private void theSupervisorDoesWhatThisHostPermits() {
        shell(
                "printf '%s\\n' 'unit.restart good.service' 'log.read /var/log/auth.log' > /etc/pulsefleet/supervisor.allow");
        shell(
                "echo a line > /var/log/auth.log; chown daemon:daemon /var/log/auth.log; chmod 600 /var/log/auth.log;"
                        + " ln -s /etc/shadow /var/log/link.log; echo 'log.read /var/log/link.log' >> /etc/pulsefleet/supervisor.allow");
        var before = property("good", "InvocationID");

        assertThat(askAs(
                                "pulsefleet",
                                "{\"request\":\"unit.restart\",\"unit\":\"good.service\"}",
                                "{\"request\":\"unit.restart\",\"unit\":\"bad.service\"}",
                                "{\"request\":\"log.read\",\"path\":\"/var/log/auth.log\"}",
                                "{\"request\":\"log.read\",\"path\":\"/var/log/link.log\"}",
                                "{\"request\":\"log.read\",\"path\":\"/etc/shadow\"}")
                        .lines())
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("{\"outcome\":\"done\"}"),
                        line -> assertThat(line).contains("\"reason\":\"not-allowed\""),
                        line -> assertThat(line).contains("\"size\":7,\"data\":\"YSBsaW5lCg==\""),
                        line -> assertThat(line).contains("\"reason\":\"not-a-file\""),
                        line -> assertThat(line).contains("\"reason\":\"not-allowed\""));
        assertThat(property("good", "InvocationID"))
                .as("it was really restarted")
                .isNotEqualTo(before);
        assertThat(askAs("daemon", "{\"request\":\"unit.restart\",\"unit\":\"good.service\"}"))
                .as("another user")
                .contains("Permission denied");

        if (Files.isExecutable(Path.of("/usr/bin/ping"))) {
            shell("echo 'ping 127.0.0.0/8' >> /etc/pulsefleet/supervisor.allow");
            assertThat(askAs("pulsefleet", "{\"request\":\"ping\",\"address\":\"127.0.0.1\"}"))
                    .startsWith("{\"outcome\":\"done\",\"micros\":");
        }

        host.await("its journal is late", () -> journal("pulsefleet-supervisor").size() >= 7);
        assertThat(journal("pulsefleet-supervisor"))
                .allMatch(line -> JSON_LINE.matcher(line).matches())
                .anyMatch(line -> line.contains("\"msg\":\"unit.restart good.service: done\",\"user\":\"pulsefleet\""));
        var resident = Integer.parseInt(
                shell("grep VmRSS /proc/" + property("pulsefleet-supervisor", "MainPID") + "/status | tr -dc 0-9")
                        .text());
        System.out.println("PU-12: the supervisor takes " + resident / 1024 + " MB");
        assertThat(resident).isLessThan(MOST_RESIDENT_KB);
    }

    @Test
    void theHubIsInstalledAndSaysWhatItWants() {
        assertThat(shell("cd /root && tar xzf /mnt/pulsefleet-hub-*.tar.gz && mv pulsefleet-hub-* h")
                        .text())
                .isEmpty();
        var installed = shell("cd /root/h && ./install.sh --no-start --java-home " + JAVA);
        assertThat(installed.text()).contains("Not started.").contains("systemctl enable --now pulsefleet-hub");
        assertThat(host.run("systemctl", "is-active", "pulsefleet-hub")).isEqualTo("inactive");

        assertThat(host.runFor("systemctl", "enable", "--now", "pulsefleet-hub").code())
                .isZero();
        host.await(
                "it does not listen",
                () -> code("http://127.0.0.1:9080/health/live").equals("200"));

        assertThat(code("http://127.0.0.1:9080/health/ready"))
                .as("there is no database")
                .isEqualTo("503");
        assertThat(uidOf("pulsefleet-hub")).isEqualTo("pulsefleet-hub");
        assertThat(said("pulsefleet-hub"))
                .hasSizeGreaterThan(20)
                .allMatch(line -> JSON_LINE.matcher(line).matches());
        assertThat(shell("/opt/pulsefleet/hub/install.sh uninstall --purge").code())
                .isZero();
        assertThat(shell("ls -d /etc/pulsefleet /opt/pulsefleet /var/lib/pulsefleet-hub 2>/dev/null")
                        .text())
                .isEmpty();
    }

    private void awaitAgent() {
        host.await(
                "the agent is not ready",
                () -> code("http://127.0.0.1:9081/health/ready").equals("200"));
    }

    private String code(String url) {
        return host.run("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url);
    }

    private Installer.Said shell(String words) {
        return host.runFor("sh", "-c", words);
    }

    private String property(String unit, String name) {
        return host.run("systemctl", "show", "--value", "--property=" + name, unit + ".service");
    }

    private String uidOf(String unit) {
        return host.run("stat", "-c", "%U", "/proc/" + property(unit, "MainPID"));
    }

    private List<String> journal(String unit) {
        return host.run("journalctl", "--no-pager", "--output=cat", "--unit=" + unit)
                .lines()
                .toList();
    }

    /** But for what is said before there is a server: the launcher's first line, and the JVM's own warnings. */
    private List<String> said(String unit) {
        return journal(unit).stream()
                .filter(line -> !line.startsWith("Launching ") && !line.startsWith("OpenJDK "))
                .toList();
    }

    private String askAs(String user, String... requests) {
        var words = new ArrayList<>(List.of(
                "setpriv",
                "--reuid=" + user,
                "--regid=" + user,
                "--clear-groups",
                JAVA + "/bin/java",
                "/mnt/Ask.java"));
        words.addAll(List.of(requests));
        return host.run(words.toArray(String[]::new));
    }
}

package io.pulsefleet.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * PU-15, SP-19: what the installer does on each distribution, as it says it, and what it leaves in a folder. On a running
 * system it is tried by {@code InstallIT}, on this one only.
 */
class InstallerTest {

    private static final String JAVA = "/usr/lib/jvm/java-17";

    @TempDir
    Path folder;

    @Test
    void itSaysEachStepAndDoesNothing() throws Exception {
        var installer = new Installer(folder, "agent", "debian-12").withJava(JAVA, "17.0.15");

        assertThat(installer.run("--dry-run")).isEqualTo(new Installer.Said(0, """
                PulseFleet agent 1.0 on Debian GNU/Linux 12 (bookworm), with Java 17 in /usr/lib/jvm/java-17
                + groupadd --prefix ROOT --system pulsefleet
                + useradd --prefix ROOT --system --gid pulsefleet --home-dir /var/lib/pulsefleet --no-create-home --shell /usr/sbin/nologin pulsefleet
                + mkdir -p ROOT/opt/pulsefleet
                + chmod 755 ROOT/opt/pulsefleet
                + rm -rf ROOT/opt/pulsefleet/agent-1.0.new
                + cp -R ARCHIVE/program ROOT/opt/pulsefleet/agent-1.0.new
                + cp -R ARCHIVE/units ARCHIVE/etc ARCHIVE/install.sh ARCHIVE/package ARCHIVE/LICENSE ROOT/opt/pulsefleet/agent-1.0.new/
                + chown -R 0:0 ROOT/opt/pulsefleet/agent-1.0.new
                + chmod -R go-w,a+rX ROOT/opt/pulsefleet/agent-1.0.new
                + rm -rf ROOT/opt/pulsefleet/agent-1.0
                + mv ROOT/opt/pulsefleet/agent-1.0.new ROOT/opt/pulsefleet/agent-1.0
                + mkdir -p ROOT/etc/pulsefleet ROOT/etc/systemd/system
                + chmod 755 ROOT/etc/pulsefleet
                + write ROOT/etc/pulsefleet/agent.env (mode 640, owner 0:pulsefleet)
                + write ROOT/etc/pulsefleet/supervisor.env (mode 644, owner 0:0)
                + write ROOT/etc/pulsefleet/supervisor.allow (mode 644, owner 0:0)
                + write ROOT/etc/systemd/system/pulsefleet-supervisor.service (mode 644, owner 0:0)
                + write ROOT/etc/systemd/system/pulsefleet-agent.service (mode 644, owner 0:0)
                + ln -sfn agent-1.0 ROOT/opt/pulsefleet/agent.new
                + mv -T ROOT/opt/pulsefleet/agent.new ROOT/opt/pulsefleet/agent
                + mkdir -p ROOT/etc/systemd/system/multi-user.target.wants
                + ln -sfn /etc/systemd/system/pulsefleet-supervisor.service ROOT/etc/systemd/system/multi-user.target.wants/pulsefleet-supervisor.service
                + mkdir -p ROOT/etc/systemd/system/multi-user.target.wants
                + ln -sfn /etc/systemd/system/pulsefleet-agent.service ROOT/etc/systemd/system/multi-user.target.wants/pulsefleet-agent.service
                Installed: /opt/pulsefleet/agent -> /opt/pulsefleet/agent-1.0
                """));
        assertThat(installer.root().resolve("opt")).doesNotExist();
        assertThat(installer.root().resolve("etc/pulsefleet")).doesNotExist();
    }

    /** The steps are the same everywhere, so what a distribution calls its Java is what it is known by. */
    @ParameterizedTest
    @CsvSource({
        "debian-12, Debian GNU/Linux 12 (bookworm), apt-get install openjdk-17-jre-headless",
        "ubuntu-24.04, Ubuntu 24.04.1 LTS, apt-get install openjdk-17-jre-headless",
        "rhel-9, Red Hat Enterprise Linux 9.4 (Plow), dnf install java-17-openjdk-headless",
        "rocky-9, Rocky Linux 9.4 (Blue Onyx), dnf install java-17-openjdk-headless",
        "sles-15, SUSE Linux Enterprise Server 15 SP6, zypper install java-17-openjdk-headless",
        "opensuse-leap-15, openSUSE Leap 15.6, zypper install java-17-openjdk-headless",
        "amazon-2023, Amazon Linux 2023, dnf install java-17-amazon-corretto-headless"
    })
    void whereThereIsNoJavaItSaysHowToGetOne(String osRelease, String name, String remedy) throws Exception {
        var installer = new Installer(folder, "agent", osRelease);

        assertThat(installer.run())
                .isEqualTo(new Installer.Said(
                        1,
                        "PulseFleet needs Java 17 or newer, and there is none on this host. On %s: %s. Or name one that you have: --java-home DIR.\n"
                                .formatted(name, remedy)));
        assertThat(installer.withJava(JAVA, "21.0.3").run("--dry-run").text())
                .startsWith("PulseFleet agent 1.0 on " + name + ", with Java 21 in " + JAVA + "\n");
    }

    @Test
    void aJavaThatIsTooOldIsRefusedBeforeAnythingIsDone() throws Exception {
        var installer = new Installer(folder, "hub", "rhel-9")
                .withJava("/opt/jdk8", "1.8.0_402")
                .withJava(JAVA, "11.0.2");

        assertThat(installer.run("--java-home", "/opt/jdk8").text())
                .isEqualTo(
                        "PulseFleet needs Java 17 or newer; the one in /opt/jdk8 is 8. On Red Hat Enterprise Linux 9.4"
                                + " (Plow): dnf install java-17-openjdk-headless. Or name one that you have: --java-home DIR.\n");
        assertThat(installer.run().text()).contains("there is none on this host");
        assertThat(installer.run("--java-home", "/nowhere").text()).startsWith("There is no ROOT/nowhere/bin/java.");
        assertThat(installer.root().resolve("opt/pulsefleet")).doesNotExist();
    }

    @Test
    void whatIsNotMeantIsRefused() throws Exception {
        var installer = new Installer(folder, "agent", "debian-12");

        assertThat(installer.run("--purge").text()).isEqualTo("--purge goes with uninstall only.\n");
        assertThat(installer.run("--force").text()).startsWith("'--force' is not known; see ");
        assertThat(installer.run("--help").text())
                .startsWith("Installs PulseFleet's agent or hub")
                .contains("--dry-run");
    }

    @Test
    void itIsInstalledUpgradedRolledBackRemovedAndPurged() throws Exception {
        assumeRoot();
        var installer = new Installer(folder, "agent", "debian-12").withJava(JAVA, "17.0.15");
        var root = installer.root();
        var settings = root.resolve("etc/pulsefleet/agent.env");
        var group = root.resolve("etc/group");

        assertThat(installer.run().code()).isZero();

        assertThat(root.resolve("opt/pulsefleet/agent")).isSymbolicLink();
        assertThat(modes(settings)).isEqualTo("rw-r-----");
        assertThat(Files.getAttribute(settings, "unix:uid")).isEqualTo(0);
        assertThat(Files.readString(group)).contains("pulsefleet:x:" + Files.getAttribute(settings, "unix:gid") + ":");
        assertThat(Files.readString(settings)).contains("\nJAVA_HOME=" + JAVA + "\n");
        assertThat(modes(root.resolve("etc/pulsefleet/supervisor.allow"))).isEqualTo("rw-r--r--");
        assertThat(Files.getAttribute(root.resolve("opt/pulsefleet/agent/bin/what"), "unix:uid"))
                .isEqualTo(0);

        Files.writeString(settings, "JAVA_HOME=" + JAVA + "\nPULSE_HUB_URL=https://hub.example.net\n");
        Files.writeString(root.resolve("etc/pulsefleet/supervisor.allow"), "unit.restart nginx.service\n");
        var data = Files.createDirectories(root.resolve("var/lib/pulsefleet")).resolve("spool");
        Files.writeString(data, "held");
        installer.version("agent", "1.1");
        assertThat(installer.run().text()).contains("/etc/pulsefleet/agent.env is kept");
        assertThat(linked(root)).isEqualTo("agent-1.1");
        assertThat(settings).hasContent("JAVA_HOME=" + JAVA + "\nPULSE_HUB_URL=https://hub.example.net\n");
        assertThat(root.resolve("etc/pulsefleet/supervisor.allow")).hasContent("unit.restart nginx.service");
        assertThat(data).hasContent("held");

        assertThat(installer.runInstalled("agent", "rollback").text())
                .isEqualTo("PulseFleet agent: from /opt/pulsefleet/agent-1.1 back to /opt/pulsefleet/agent-1.0\n");
        assertThat(linked(root)).isEqualTo("agent-1.0");
        assertThat(installer.runInstalled("agent", "rollback").code())
                .as("and forth")
                .isZero();
        assertThat(linked(root)).isEqualTo("agent-1.1");

        installer.version("agent", "1.2");
        assertThat(installer.run().code()).isZero();
        assertThat(versions(root))
                .as("this one and the one before")
                .containsExactly("agent", "agent-1.1", "agent-1.2", "agent.before");

        assertThat(installer.runInstalled("agent", "uninstall").code()).isZero();
        assertThat(root.resolve("opt/pulsefleet")).doesNotExist();
        assertThat(root.resolve("etc/systemd/system/pulsefleet-agent.service")).doesNotExist();
        assertThat(settings).exists();
        assertThat(data).hasContent("held");
        assertThat(Files.readString(group)).contains("pulsefleet");

        assertThat(installer.run("uninstall", "--purge").code()).isZero();
        assertThat(root.resolve("etc/pulsefleet")).doesNotExist();
        assertThat(data).doesNotExist();
        assertThat(Files.readString(group)).doesNotContain("pulsefleet");
        assertThat(Files.readString(root.resolve("etc/passwd"))).doesNotContain("pulsefleet");
    }

    @Test
    void theHubHasASecretOfItsOwnWhichAnUpgradeKeeps() throws Exception {
        assumeRoot();
        var installer = new Installer(folder, "hub", "ubuntu-24.04").withJava(JAVA, "17.0.15");
        var settings = installer.root().resolve("etc/pulsefleet/hub.env");

        assertThat(installer.run().code()).isZero();
        var first = Files.readString(settings);
        assertThat(installer.run().code()).as("again").isZero();

        assertThat(first).containsPattern("(?m)^keystore_password=[0-9a-f]{48}$");
        assertThat(settings).hasContent(first);
        assertThat(installer.root().resolve("etc/systemd/system/pulsefleet-supervisor.service"))
                .as("is the agent's")
                .doesNotExist();
    }

    @Test
    void anInstallationByHandIsLeftAlone() throws Exception {
        assumeRoot();
        var installer = new Installer(folder, "agent", "debian-12").withJava(JAVA, "17.0.15");
        Files.createDirectories(installer.root().resolve("opt/pulsefleet/agent/servers"));

        assertThat(installer.run().text())
                .contains("ROOT/opt/pulsefleet/agent is a folder, of an installation by hand");
        assertThat(versions(installer.root())).containsExactly("agent");
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root installs");
    }

    private static String linked(Path root) throws Exception {
        return Files.readSymbolicLink(root.resolve("opt/pulsefleet/agent")).toString();
    }

    private static List<String> versions(Path root) throws Exception {
        try (var all = Files.list(root.resolve("opt/pulsefleet"))) {
            return all.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static String modes(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

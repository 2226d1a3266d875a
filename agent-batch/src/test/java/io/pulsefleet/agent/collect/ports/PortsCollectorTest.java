package io.pulsefleet.agent.collect.ports;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SP-03: who listens where, and what opened and closed. */
class PortsCollectorTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
    private static final String SSH =
            "   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 501 1\n";
    private static final String WEB =
            "   1: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 33 0 502 1\n";
    private static final String CONNECTION =
            "   2: 0100007F:1F90 0100007F:D431 01 00000000:00000000 00:00000000 00000000 33 0 503 1\n";

    @TempDir
    Path root;

    private Optional<String> place = Optional.empty();

    @Test
    void thoseWhoListenAreToldWithTheirProcessAndTheFirstVisitTellsNoEvents() throws Exception {
        write("proc/1/net/tcp", HEAD + SSH + WEB + CONNECTION + "never read: those who listen stand first\n");
        write(
                "proc/1/net/tcp6",
                HEAD
                        + "   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 504 1\n"
                        + "   1: B80D0120000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 505 1\n");
        write(
                "proc/1/net/udp",
                HEAD
                        + "   0: 00000000:0035 00000000:0000 07 0:0 0:0 0 0 0 506 2\n"
                        + "   1: 00000000:C001 00000000:0000 07 0:0 0:0 0 0 0 507 2\n");
        openFile(40, "sshd", 501);

        var pass = visit(collector(Map.of("pulse.ports.critical", "22, 5432, udp:53")));
        assertThat(numbers(pass)).isEqualTo("""
                system.port.listening{network.transport="tcp"} 4.0
                system.port.listening{network.transport="udp"} 1.0
                system.port.up{network.transport="tcp",server.port="22"} 1.0
                system.port.up{network.transport="tcp",server.port="5432"} 0.0
                system.port.up{network.transport="udp",server.port="53"} 1.0""");
        assertThat(pass.documents()).extracting(Document::kind).containsExactly("host.ports");
        assertThat(pass.documents().get(0).body().text())
                .isEqualTo("{\"total\":5,\"ports\":["
                        + "{\"transport\":\"tcp\",\"address\":\"0.0.0.0\",\"port\":22,\"pid\":40,\"process\":\"sshd\"},"
                        + "{\"transport\":\"tcp\",\"address\":\"127.0.0.1\",\"port\":8080},"
                        + "{\"transport\":\"tcp\",\"address\":\"::\",\"port\":22},"
                        + "{\"transport\":\"tcp\",\"address\":\"2001:db8:0:0:0:0:0:1\",\"port\":443},"
                        + "{\"transport\":\"udp\",\"address\":\"0.0.0.0\",\"port\":53}]}");
    }

    @Test
    void whatOpensAndClosesIsToldOnceAlsoWhereTheAgentWasDownMeanwhile() throws Exception {
        write("proc/1/net/tcp", HEAD + SSH);
        openFile(40, "sshd", 501);
        visit(collector(Map.of()));
        assertThat(place).contains("tcp 0.0.0.0:22\tsshd");
        assertThat(visit(collector(Map.of())).reached()).isEmpty();

        write("proc/1/net/tcp", HEAD + WEB);
        openFile(41, "java", 502);
        var later = visit(collector(Map.of()));
        assertThat(later.documents().stream()
                        .filter(one -> one.kind().equals("host.event"))
                        .map(one -> one.body().text())
                        .collect(joining("\n")))
                .isEqualTo("""
                        {"type":"port.opened","subject":"tcp 127.0.0.1:8080","to":"java","message":"java listens at tcp 127.0.0.1:8080"}
                        {"type":"port.closed","subject":"tcp 0.0.0.0:22","from":"sshd","message":"sshd does not listen any more at tcp 0.0.0.0:22"}""");
        assertThat(visit(collector(Map.of())).documents())
                .extracting(Document::kind)
                .containsExactly("host.ports");
    }

    @Test
    void aHelpersPortOfAMomentIsNoEventButOneThatStaysIs() throws Exception {
        write("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        write("proc/1/net/tcp", HEAD + SSH);
        visit(collector(Map.of()));
        var told = new ArrayList<String>();

        write("proc/1/net/tcp", HEAD + SSH + at("9C41", 600)); // 40001
        told.add("0 s:" + happened(0));
        write("proc/1/net/tcp", HEAD + SSH + at("9C42", 601));
        told.add("10 s:" + happened(10));
        told.add("20 s:" + happened(20));
        told.add("40 s:" + happened(40));
        write("proc/1/net/tcp", HEAD + SSH);
        told.add("50 s:" + happened(50));

        assertThat(told)
                .containsExactly(
                        "0 s:",
                        "10 s:",
                        "20 s:",
                        "40 s: port.opened tcp 127.0.0.1:40002 since 10 s, host.ports",
                        "50 s: port.closed tcp 127.0.0.1:40002 since 50 s, host.ports");
    }

    @Test
    void aCriticalPortIsToldAtOnceWhereverItLies() throws Exception {
        write("proc/1/net/tcp", HEAD + SSH);
        visit(collector(Map.of()));
        write("proc/1/net/tcp", HEAD + SSH + at("9C41", 600));

        assertThat(happened(0, Map.of("pulse.ports.critical", "40001")))
                .isEqualTo(" port.opened tcp 127.0.0.1:40001 since 0 s, host.ports");
    }

    private static String at(String port, int inode) {
        return "   1: 0100007F:%s 00000000:0000 0A 00000000:00000000 00:00000000 00000000 33 0 %d 1\n"
                .formatted(port, inode);
    }

    private String happened(long second) throws IOException {
        return happened(second, Map.of());
    }

    /** One collector each time: what it holds back is in its place. */
    private String happened(long second, Map<String, String> given) throws IOException {
        var collector = collector(given);
        collector.begin(
                new Visit("host", AT.plusSeconds(second), () -> place)); // it tells the snapshot in the beginning
        var before = place;
        var pass = collector.begin(new Visit("host", AT.plusSeconds(second), () -> before));
        place = pass.reached().or(() -> before);
        return pass.documents().stream()
                .map(one -> one.kind().equals("host.event") ? " " + words(one) : " " + one.kind())
                .collect(joining(","));
    }

    private static String words(Document event) {
        var text = event.body().text();
        return text.replaceFirst(".*\"type\":\"([^\"]*)\",\"subject\":\"([^\"]*)\".*", "$1 $2") + " since "
                + Duration.between(AT, event.at()).toSeconds() + " s";
    }

    @Test
    void aPortOfThisVeryProcessIsFoundWithItsName() throws Exception {
        var collector = new PortsCollector(settings(Map.of()), new KernelFiles(Path.of("/")));
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var told = visit(collector).documents().get(0).body().text();

            assertThat(told)
                    .contains("\"address\":\"127.0.0.1\",\"port\":" + socket.getLocalPort() + ",\"pid\":"
                            + ProcessHandle.current().pid() + ",\"process\":\"java\"");
        }
    }

    private PortsCollector collector(Map<String, String> given) {
        return new PortsCollector(settings(given), new KernelFiles(root));
    }

    private static Settings settings(Map<String, String> given) {
        return new Settings(name -> Optional.ofNullable(given.get(name)));
    }

    private Pass visit(PortsCollector collector) throws IOException {
        var before = place;
        var pass = collector.begin(new Visit("host", AT, () -> before));
        place = pass.reached().or(() -> before);
        return pass;
    }

    private void openFile(int pid, String name, int inode) throws IOException {
        write("proc/" + pid + "/comm", name + "\n");
        Files.createDirectories(root.resolve("proc/" + pid + "/fd"));
        Files.createSymbolicLink(root.resolve("proc/" + pid + "/fd/3"), Path.of("socket:[" + inode + "]"));
    }

    private void write(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String numbers(Pass pass) throws IOException {
        var told = new ArrayList<String>();
        for (var next = pass.next(); next.isPresent(); next = pass.next()) {
            told.add(next.get().toString());
        }
        return String.join("\n", told);
    }
}

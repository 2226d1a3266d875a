package io.pulsefleet.agent.collect.system;

import static java.util.stream.Collectors.joining;

import io.pulsefleet.agent.collect.Pass;
import io.pulsefleet.agent.collect.Visit;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.wire.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A host whose kernel's files lie in a folder. */
record RecordedHost(Path root) {

    static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    RecordedHost with(String name, String text) throws IOException {
        var file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    Host host() {
        return new ThisHost(new KernelFiles(root));
    }

    /** What this subject of the host tells, as text. */
    String told(Subject subject) throws IOException {
        return told(visit(subject)).stream().map(Reading::toString).collect(joining("\n"));
    }

    Pass visit(Subject subject) throws IOException {
        return visit(subject, new Visit("host", AT));
    }

    Pass visit(Subject subject, Visit visit) throws IOException {
        var sheet = new Sheet(visit);
        subject.read(host(), sheet);
        return sheet.pass();
    }

    static List<Reading> told(Pass pass) throws IOException {
        var readings = new ArrayList<Reading>();
        for (var next = pass.next(); next.isPresent(); next = pass.next()) {
            readings.add(next.get());
        }
        return readings;
    }
}

package io.pulsefleet.agent.jobs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.pulsefleet.settings.Settings;
import io.pulsefleet.wire.Json;
import java.io.File;
import java.util.stream.Stream;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filter;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.yaml.snakeyaml.Yaml;

/** The agent as Arquillian deploys it: with a tiny system collector in the real one's place. */
final class AgentWar {

    private AgentWar() {}

    /** @param libraries one class of each that it needs besides */
    static WebArchive of(Class<?>... libraries) {
        Filter<ArchivePath> wanted = path -> !path.get()
                        .matches(".*/collect/(system/.*|(processes|ports|services)/(?!\\w+Config).*)")
                && !path.get()
                        .matches(".*/command/(HardwareInfo|Service(List|Restart|Status))\\.class") // who ask those
                && !path.get()
                        .matches(
                                ".*/(\\w*Test|AskedDatabase|CollectorPage|AgentWar|Watching|Versions)(\\$.*)?\\.class");
        var war = ShrinkWrap.create(WebArchive.class, "agent.war")
                .addPackages(true, wanted, "io.pulsefleet.agent")
                .addAsResource("io/pulsefleet/agent/fleet/agent.properties")
                .addAsWebInfResource("META-INF/beans.xml", "beans.xml")
                .addAsLibraries(Stream.concat(
                                Stream.of(
                                        Json.class,
                                        Settings.class,
                                        ObjectMapper.class,
                                        JsonFactory.class,
                                        JsonInclude.class,
                                        JavaTimeModule.class,
                                        Yaml.class,
                                        Header.class,
                                        HPackEncoder.class,
                                        Assertions.class),
                                Stream.of(libraries))
                        .map(AgentWar::archiveOf)
                        .toArray(File[]::new));
        for (var job : new File("target/classes/META-INF/batch-jobs").list()) {
            war.addAsResource("META-INF/batch-jobs/" + job);
        }
        for (var question : new File("target/classes/postgres").list()) {
            war.addAsResource("postgres/" + question);
        }
        for (var parser : new File("target/classes/logs").list()) {
            war.addAsResource("logs/" + parser);
        }
        for (var rules : new File("target/classes/jmx").list()) {
            war.addAsResource("jmx/" + rules);
        }
        return war;
    }

    private static File archiveOf(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}

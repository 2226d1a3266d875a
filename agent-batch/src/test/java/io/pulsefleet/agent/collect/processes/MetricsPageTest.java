package io.pulsefleet.agent.collect.processes;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.kernel.Units;
import io.pulsefleet.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        var settings = new Settings(name -> Optional.empty());
        MetricsPage.assertCurrent(
                new ProcessesCollector(settings, new KernelFiles(Path.of("/")), new Units(4096, 100)).info());
    }
}

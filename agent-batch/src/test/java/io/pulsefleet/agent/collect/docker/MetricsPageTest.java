package io.pulsefleet.agent.collect.docker;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(new DockerCollector(new Settings(name -> Optional.empty())).info());
    }
}

package io.pulsefleet.agent.collect.plugins;

import io.pulsefleet.agent.collect.MetricsPage;
import io.pulsefleet.settings.Settings;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(new PluginsCollector(new Settings(name -> Optional.empty())).info());
    }
}

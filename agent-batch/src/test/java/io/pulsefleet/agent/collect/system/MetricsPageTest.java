package io.pulsefleet.agent.collect.system;

import io.pulsefleet.agent.collect.MetricsPage;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(new SystemCollector(null).info());
    }
}

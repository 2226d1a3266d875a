package io.pulsefleet.agent.collect.services;

import io.pulsefleet.agent.collect.MetricsPage;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    @Test
    void thePageIsCurrent() throws Exception {
        MetricsPage.assertCurrent(new ServicesCollector(null, null).info());
    }
}

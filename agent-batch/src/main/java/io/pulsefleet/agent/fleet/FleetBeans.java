package io.pulsefleet.agent.fleet;

import io.pulsefleet.agent.home.HomeConfig;
import io.pulsefleet.agent.trouble.Troubles;
import io.pulsefleet.agent.trust.Proof;
import io.pulsefleet.settings.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what there is once for each start of the agent. */
@ApplicationScoped
class FleetBeans {

    @Produces
    @Singleton
    Boot boot() {
        return Boot.now();
    }

    @Produces
    @Singleton
    Identity identity(Settings settings, Troubles troubles, Proof proof) {
        var identity = Identity.open(HomeConfig.folder(settings).resolve("identity.json"), troubles);
        if (proof.isWanted()) {
            identity.certify();
        }
        return identity;
    }
}

package io.pulsefleet.hub;

import java.io.File;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The hub as it was packaged, with what the tests inside it need. */
public final class HubArchive {

    private HubArchive() {}

    public static WebArchive packaged() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File("target/hub.war"))
                .addAsLibraries(new File(Assertions.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .getPath()));
    }
}

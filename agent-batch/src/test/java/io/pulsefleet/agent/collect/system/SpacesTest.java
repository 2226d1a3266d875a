package io.pulsefleet.agent.collect.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SpacesTest {

    @Test
    void whereNoNativeLibraryLoadsTheBytesAreToldAndTheInodesAreUnknown() throws Exception {
        var spaces = new Spaces(point -> null);
        var store = Files.getFileStore(Path.of("/"));

        var space = spaces.at("/").orElseThrow();
        assertThat(space.total()).isEqualTo(store.getTotalSpace());
        assertThat(space.free()).isCloseTo(store.getUnallocatedSpace(), withinPercentage(1));
        assertThat(space.available()).isCloseTo(store.getUsableSpace(), withinPercentage(1));
        assertThat(space.inodes()).isZero();
        assertThat(spaces.at("/no/such/folder")).isEmpty();
    }
}

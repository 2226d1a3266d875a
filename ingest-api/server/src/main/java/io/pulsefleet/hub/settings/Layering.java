package io.pulsefleet.hub.settings;

import io.pulsefleet.store.fleetsettings.AgentRow;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the layers together have an agent set. Pure. */
record Layering(Map<Layer, Map<String, String>> layers) {

    /** @param layer that says so */
    record Said(String value, String layer) {}

    Layering with(Layer layer, Map<String, String> settings) {
        var changed = new HashMap<>(layers);
        changed.put(layer, settings);
        return new Layering(changed);
    }

    /** All of it, whether the agent has such settings or not. */
    Map<String, Said> saidTo(AgentRow agent) {
        var said = new TreeMap<String, Said>();
        for (var layer : Layer.of(agent)) {
            layers.getOrDefault(layer, Map.of())
                    .forEach((name, value) -> said.put(name, new Said(value, layer.name())));
        }
        return said;
    }

    /** What it is told: what it has, and lets the hub set. */
    Map<String, String> wantedFor(AgentRow agent, Catalogue itsOwn) {
        var wanted = new TreeMap<String, String>();
        saidTo(agent).forEach((name, said) -> {
            if (itsOwn.lets(name)) {
                wanted.put(name, said.value());
            }
        });
        return wanted;
    }
}

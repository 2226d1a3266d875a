package io.pulsefleet.hub.http;

/** A body that is YAML, as it was written. */
public record YamlText(String text) {

    public static final String MEDIA_TYPE = "application/yaml";
}

package io.pulsefleet.wire.uptime;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** {@code $.queue.length}, {@code $.items[0]['name']}: steps by name and by index, counted from 0. */
record JsonPath(List<Object> steps) {

    private static final String LENGTH = "length";

    /** One value, or none. An object and a list are their text. */
    List<Object> in(JsonNode root) {
        var here = root;
        for (int i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var last = i == steps.size() - 1;
            if (last && step.equals(LENGTH) && !here.isObject()) {
                return here.isArray()
                        ? List.of(here.size())
                        : here.isTextual() ? List.of(here.textValue().length()) : List.of();
            }
            here = step instanceof Integer index ? here.path(index) : here.path((String) step);
        }
        return here.isMissingNode() ? List.of() : List.of(value(here));
    }

    private static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case NUMBER -> node.doubleValue();
            case BOOLEAN -> node.booleanValue();
            case NULL -> Comparison.Nothing.NULL;
            case STRING -> node.textValue();
            default -> node.toString();
        };
    }
}

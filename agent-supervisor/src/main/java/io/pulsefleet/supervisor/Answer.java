package io.pulsefleet.supervisor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * <pre>
 * {"outcome":"done"}
 * {"outcome":"refused","reason":"not-allowed","text":"/etc/pulsefleet/supervisor.allow does not permit unit.stop sshd.service"}
 * {"outcome":"failed","reason":"ended-badly","text":"Unit nginx.service not found."}
 * </pre>
 */
record Answer(String outcome, Map<String, Object> fields) {

    static Answer done(Map<String, Object> fields) {
        return new Answer("done", fields);
    }

    static Answer refused(RefusedException why) {
        return because("refused", why.reason(), why.getMessage());
    }

    static Answer failed(Reason reason, String text) {
        return because("failed", reason, text);
    }

    private static Answer because(String outcome, Reason reason, String text) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("reason", reason.toString());
        fields.put("text", text);
        return new Answer(outcome, fields);
    }

    String json() {
        var all = new LinkedHashMap<String, Object>();
        all.put("outcome", outcome);
        all.putAll(fields);
        return FlatJson.write(all);
    }
}

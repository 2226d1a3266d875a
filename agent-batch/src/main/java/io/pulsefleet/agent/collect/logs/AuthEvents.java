package io.pulsefleet.agent.collect.logs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who came in, who was refused, and what was done as another: SP-04, from what sshd, su, sudo, login, PAM and shadow write.
 *
 * <p>(1) One attempt is one event, though several lines tell of it: those of the same process are known by its id. (2) Many
 * that fail from one address are summed up; see {@link Burst}.
 */
final class AuthEvents {

    static final List<String> TYPES = List.of(
            "login.accepted",
            "login.failed",
            "login.burst",
            "sudo",
            "sudo.failed",
            "user.added",
            "user.removed",
            "group.added",
            "group.removed",
            "group.member.added",
            "group.member.removed",
            "password.changed");

    private static final int MOST_ADDRESSES = 1_000;
    private static final int MOST_PROCESSES = 256;

    /** @param fields user, source.address, method and what else is known */
    record Told(Instant at, String type, String subject, String message, SortedMap<String, String> fields) {}

    private record Rule(String programs, String type, Pattern pattern) {

        static Rule of(String programs, String type, String pattern) {
            return new Rule(programs, type, Pattern.compile(pattern));
        }

        boolean isOf(String program) {
            return List.of(programs.split(",", -1)).contains(program);
        }
    }

    private static final String SSHD = "sshd,sshd-session,sshd-auth";
    private static final String FROM = " from (?<address>\\S+)(?: port \\d+)?.*";

    private static final List<Rule> RULES = List.of(
            Rule.of(
                    SSHD,
                    "login.failed",
                    "Failed (?<method>\\S+) for (?:invalid user |illegal user )?(?<user>.*)" + FROM),
            Rule.of(SSHD, "login.accepted", "Accepted (?<method>\\S+) for (?<user>\\S+)" + FROM),
            Rule.of(
                    SSHD,
                    "login.failed?",
                    "(?:Connection (?:closed|reset) by|Disconnected from|Disconnecting) (?:invalid|authenticating) user"
                            + " (?<user>.*?) (?<address>\\S+) port \\d+.*"),
            Rule.of(
                    SSHD,
                    "login.failed?",
                    "error: maximum authentication attempts exceeded for (?:invalid user )?(?<user>.*)" + FROM),
            Rule.of(SSHD, "login.failed?", "User (?<user>\\S+) from (?<address>\\S+) not allowed because .*"),
            Rule.of("su", "login.failed", "FAILED (?:SU|su) (?:\\(to|for) (?<user>[^ )]+)\\)? (?:by )?(?<by>\\S+).*"),
            Rule.of("su", "login.accepted", "(?:\\(to |Successful su for )(?<user>[^ )]+)\\)? (?:by )?(?<by>\\S+).*"),
            Rule.of(
                    "login",
                    "login.failed",
                    "FAILED LOGIN (?:\\(\\d+\\) |SESSION )?(?:on|FROM) '?(?<address>[^' ]+)'? FOR '?(?<user>[^',]+)'?.*"),
            Rule.of("login", "login.accepted", "(?<user>ROOT) LOGIN +ON (?<tty>\\S+).*"),
            Rule.of("login", "login.accepted", "LOGIN ON (?<tty>\\S+) BY (?<user>\\S+)(?: FROM (?<address>\\S+))?.*"),
            Rule.of(
                    "sudo",
                    "sudo.failed",
                    "\\s*(?<user>\\S+) : (?<why>\\d+ incorrect password attempts?|user NOT in sudoers|command not allowed|a password is"
                            + " required) ;.*USER=(?<as>\\S+) ;(?:.*)? COMMAND=(?<command>.*)"),
            Rule.of("sudo", "sudo", "\\s*(?<user>\\S+) : .*USER=(?<as>\\S+) ;(?:.*)? COMMAND=(?<command>.*)"),
            Rule.of("useradd", "user.added", "new user: name=(?<user>[^,]+), UID=(?<uid>\\d+).*"),
            Rule.of("userdel", "user.removed", "delete user '(?<user>[^']+)'.*"),
            Rule.of("useradd,groupadd", "group.added", "new group: name=(?<group>[^,]+), GID=(?<gid>\\d+).*"),
            Rule.of("groupdel", "group.removed", "group '(?<group>[^']+)' removed(?! from).*"),
            Rule.of("usermod,useradd", "group.member.added", "add '(?<user>[^']+)' to group '(?<group>[^']+)'.*"),
            Rule.of(
                    "gpasswd",
                    "group.member.added",
                    "user (?<user>\\S+) added by (?<by>\\S+) to group (?<group>\\S+).*"),
            Rule.of("usermod", "group.member.removed", "delete '(?<user>[^']+)' from group '(?<group>[^']+)'.*"),
            Rule.of(
                    "gpasswd",
                    "group.member.removed",
                    "user (?<user>\\S+) removed by (?<by>\\S+) from group (?<group>\\S+).*"),
            Rule.of("passwd,chpasswd,usermod", "password.changed", ".*password changed for (?<user>\\S+).*"));

    private static final Pattern PAM = Pattern.compile(
            "pam_\\w+\\((?<service>[\\w.-]+):auth\\): authentication failure;.* ruser=(?<by>\\S*) rhost=(?<address>\\S*)(?:\\s+user=(?<user>\\S+))?.*");
    private static final Pattern REPEATED = Pattern.compile("message repeated (\\d+) times: \\[ ?(.*?)\\]?");
    private static final Pattern GROUP = Pattern.compile("\\(\\?<(\\w+)>");

    private final Redactor redactor;

    /** Of which a failure was told: what else they write of it is the same. */
    private final Map<String, String> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_PROCESSES;
        }
    };

    AuthEvents(Redactor redactor) {
        this.redactor = redactor;
    }

    void forget() {
        told.clear();
    }

    /** What a line tells; bursts are looked at and changed. */
    List<Told> of(Line line, Instant at, Map<String, Burst> bursts) {
        var program = line.fields.get("process.name");
        if (program == null) {
            return List.of();
        }
        var repeated = REPEATED.matcher(line.text);
        var times = repeated.matches() ? Long.parseLong(shortest(repeated.group(1))) : 1;
        var text = repeated.matches() ? repeated.group(2) : line.text;
        for (var rule : RULES) {
            if (rule.isOf(program)) {
                var match = rule.pattern.matcher(text);
                if (match.matches()) {
                    return tell(rule.type, program, line, fields(match, rule.pattern), times, at, bursts);
                }
            }
        }
        var pam = PAM.matcher(text);
        if (pam.matches() && !isSsh(program)) { // sshd says it better, and then again
            var fields = fields(pam, PAM);
            fields.putIfAbsent("method", fields.remove("service"));
            return tell("login.failed?", program, line, fields, times, at, bursts);
        }
        return List.of();
    }

    private static String shortest(String digits) {
        return digits.substring(0, Math.min(9, digits.length()));
    }

    private static boolean isSsh(String program) {
        return program.startsWith("sshd");
    }

    private static SortedMap<String, String> fields(Matcher match, Pattern pattern) {
        var fields = new TreeMap<String, String>();
        var names = GROUP.matcher(pattern.pattern());
        while (names.find()) {
            var value = match.group(names.group(1));
            if (value != null && !value.isEmpty()) {
                fields.put(names.group(1).equals("address") ? "source.address" : names.group(1), value);
            }
        }
        return fields;
    }

    private List<Told> tell(
            String type,
            String program,
            Line line,
            SortedMap<String, String> fields,
            long times,
            Instant at,
            Map<String, Burst> bursts) {
        fields.putIfAbsent("method", isSsh(program) ? "ssh" : program);
        fields.computeIfPresent("command", (name, command) -> redactor.text(command));
        var failed = type.startsWith("login.failed");
        var process = program + line.fields.get("process.pid") + failed;
        if ((type.endsWith("?") || !isSsh(program))
                && type.startsWith("login")
                && told.containsKey(process)
                && line.fields.containsKey("process.pid")) {
            return List.of(); // it was told by another line of the same process
        }
        if (type.startsWith("login")) {
            told.put(process, "");
        }
        var plain = type.replace("?", "");
        if (times > 1) {
            fields.put("count", String.valueOf(times));
        }
        var event = new Told(at, plain, subject(fields), sentence(plain, fields), fields);
        return failed && fields.containsKey("source.address")
                ? tellFailed(event, fields.get("source.address"), times, bursts)
                : List.of(event);
    }

    private static List<Told> tellFailed(Told event, String address, long times, Map<String, Burst> bursts) {
        if (!bursts.containsKey(address) && bursts.size() >= MOST_ADDRESSES) {
            return List.of(event);
        }
        var burst = bursts.getOrDefault(address, Burst.beginning(event.at()))
                .with(event.fields().get("user"), times, event.at());
        bursts.put(address, burst.isFew() ? burst.toldAlone() : burst);
        return burst.isFew() ? List.of(event) : List.of();
    }

    /** The sums that are due; those addresses from which nothing comes any more are forgotten. */
    static List<Told> due(Map<String, Burst> bursts, Instant now) {
        var sums = new ArrayList<Told>();
        for (var address : List.copyOf(bursts.keySet())) {
            var burst = bursts.get(address);
            if (burst.isToBeSaid(now)) {
                sums.add(sum(address, burst));
                bursts.put(address, burst.said(now));
            }
            if (burst.isOver(now)) {
                bursts.remove(address);
            }
        }
        return sums;
    }

    private static Told sum(String address, Burst burst) {
        var fields = new TreeMap<String, String>();
        fields.put("source.address", address);
        fields.put("count", String.valueOf(burst.count() - burst.told()));
        fields.put("total", String.valueOf(burst.count()));
        fields.put("first", burst.first().toString());
        fields.put("last", burst.last().toString());
        fields.put("users", String.join(" ", burst.users()));
        return new Told(
                burst.last(),
                "login.burst",
                address,
                "%d more logins from %s failed, %d since %s"
                        .formatted(burst.count() - burst.told(), address, burst.count(), burst.first()),
                fields);
    }

    private static String subject(Map<String, String> fields) {
        return fields.getOrDefault("user", fields.getOrDefault("group", ""));
    }

    private static String sentence(String type, Map<String, String> fields) {
        var from = fields.containsKey("source.address") ? " from " + fields.get("source.address") : "";
        var user = fields.getOrDefault("user", "somebody");
        return switch (type) {
            case "login.accepted" -> user + " logged in" + from + " (" + fields.get("method") + ")";
            case "login.failed" -> "a login of " + user + from + " failed (" + fields.get("method") + ")";
            case "sudo" -> user + " ran as " + fields.get("as") + ": " + fields.get("command");
            case "sudo.failed" -> user + " was refused to run as " + fields.get("as") + ": " + fields.get("command");
            case "user.added" -> "user " + user + " was added";
            case "user.removed" -> "user " + user + " was removed";
            case "group.added" -> "group " + fields.get("group") + " was added";
            case "group.removed" -> "group " + fields.get("group") + " was removed";
            case "group.member.added" -> user + " was added to group " + fields.get("group");
            case "group.member.removed" -> user + " was removed from group " + fields.get("group");
            default -> "the password of " + user + " was changed";
        };
    }
}

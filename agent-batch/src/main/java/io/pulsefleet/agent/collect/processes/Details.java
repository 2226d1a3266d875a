package io.pulsefleet.agent.collect.processes;

import io.pulsefleet.agent.collect.kernel.KernelFiles;
import io.pulsefleet.agent.collect.processes.Stat.Identity;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is read of a process only where it is told: its user, its command line, its control group. Read once a process. */
final class Details {

    private static final int LONGEST_GROUP = 200;

    private final KernelFiles files;
    private final int longestCommand;
    private final Map<Identity, Told> known = new HashMap<>();
    private Map<String, String> users = Map.of();

    /** @param name that it had then; a process that became another program has another */
    record Told(String name, String user, String command, String group) {}

    Details(KernelFiles files, int longestCommand) {
        this.files = files;
        this.longestCommand = longestCommand;
    }

    Told of(Stat stat) {
        var told = known.get(stat.id());
        if (told == null || !told.name().equals(stat.name())) {
            told = read(stat);
            known.put(stat.id(), told);
        }
        return told;
    }

    /** Empty where it was never read: of one that has ended it cannot be read any more. */
    Optional<Told> find(Identity id) {
        return Optional.ofNullable(known.get(id));
    }

    private Told read(Stat stat) {
        var folder = "proc/" + stat.pid() + "/";
        return new Told(
                stat.name(),
                files.find(folder + "status").flatMap(this::user).orElse(null),
                files.find(folder + "cmdline")
                        .filter(line -> longestCommand > 0 && !line.isEmpty())
                        .map(line -> Redaction.commandLine(line, longestCommand))
                        .orElse(null),
                files.find(folder + "cgroup").flatMap(Details::group).orElse(null));
    }

    /** {@code Uid:	0	0	0	0}: the second is the one that counts. */
    private Optional<String> user(String status) {
        return status.lines()
                .filter(line -> line.startsWith("Uid:"))
                .map(line -> line.split("\t", -1))
                .filter(words -> words.length > 2)
                .map(words -> nameOf(words[2]))
                .findFirst();
    }

    private String nameOf(String uid) {
        if (!users.containsKey(uid)) {
            readUsers();
        }
        return users.getOrDefault(uid, uid);
    }

    /** {@code root:x:0:0:...}. Those of a directory service keep their numbers. */
    private void readUsers() {
        var read = new HashMap<String, String>();
        files.find("etc/passwd")
                .orElse("")
                .lines()
                .map(line -> line.split(":", 4))
                .forEach(words -> {
                    if (words.length == 4) {
                        read.putIfAbsent(words[2], words[0]);
                    }
                });
        users = read;
    }

    /** Of version 2, else that of systemd's own: {@code /system.slice/nginx.service}. */
    private static Optional<String> group(String cgroup) {
        return cgroup.lines()
                .filter(line -> line.startsWith("0::") || line.contains(":name=systemd:"))
                .map(line -> line.substring(line.lastIndexOf(':') + 1))
                .filter(group -> !group.equals("/"))
                .map(group -> group.length() <= LONGEST_GROUP ? group : group.substring(0, LONGEST_GROUP))
                .findFirst();
    }

    void forgetAllBut(Collection<Identity> ids) {
        known.keySet().retainAll(Set.copyOf(ids));
    }
}

package io.pulsefleet.agent.collect.logs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** SP-04, with what sshd 7.4, 8.4, 9.2 and 9.9, su, sudo, login and shadow write. */
class AuthEventsTest {

    private final Instant now = Instant.parse("2026-11-21T12:00:00Z");
    private final Parser parser =
            Parser.shipped("auth", new Times(ZoneOffset.UTC, () -> now), new PatternReader.Counts());
    private final AuthEvents events = new AuthEvents(new Redactor(true, List.of()));
    private final TreeMap<String, Burst> bursts = new TreeMap<>();

    @Test
    void loginsBySsh() {
        assertThat(told("""
                        Nov 21 10:00:01 web1 sshd[1]: Accepted publickey for alice from 10.0.0.1 port 50022 ssh2: ED25519 SHA256:abc
                        Nov 21 10:00:02 web1 sshd[2]: Invalid user admin from 10.0.0.2 port 4711
                        Nov 21 10:00:03 web1 sshd[2]: pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.2
                        Nov 21 10:00:05 web1 sshd[2]: Failed password for invalid user admin from 10.0.0.2 port 4711 ssh2
                        Nov 21 10:00:06 web1 sshd[2]: Connection closed by invalid user admin 10.0.0.2 port 4711 [preauth]
                        2026-11-21T10:00:07.123456+00:00 web1 sshd-session[3]: Failed password for root from 2001:db8::1 port 22 ssh2
                        2026-11-21T10:00:08.123456+00:00 web1 sshd-session[4]: Connection closed by authenticating user bob 10.0.0.3 port 9 [preauth]
                        2026-11-21T10:00:09.123456+00:00 web1 sshd-session[4]: pam_unix(sshd:session): session closed for user bob""")).isEqualTo("""
                        login.accepted alice logged in from 10.0.0.1 (publickey)
                        login.failed a login of admin from 10.0.0.2 failed (password)
                        login.failed a login of root from 2001:db8::1 failed (password)
                        login.failed a login of bob from 10.0.0.3 failed (ssh)""");
    }

    @Test
    void suAndLoginAndSudo() {
        assertThat(told("""
                        Nov 21 10:00:01 web1 su[5]: pam_unix(su:auth): authentication failure; logname=alice uid=1000 euid=0 tty=/dev/pts/0 ruser=alice rhost=  user=root
                        Nov 21 10:00:03 web1 su[5]: FAILED SU (to root) alice on pts/0
                        Nov 21 10:00:04 web1 su[6]: (to root) alice on pts/0
                        Nov 21 10:00:04 web1 su[6]: pam_unix(su:session): session opened for user root(uid=0) by alice(uid=1000)
                        Nov 21 10:00:05 web1 login[7]: FAILED LOGIN (1) on '/dev/tty1' FOR 'root', Authentication failure
                        Nov 21 10:00:06 web1 sudo:    alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/mysql --password=geheim
                        Nov 21 10:00:07 web1 sudo:      bob : user NOT in sudoers ; TTY=pts/1 ; PWD=/ ; USER=root ; COMMAND=/bin/sh""")).isEqualTo("""
                        login.failed a login of root failed (su)
                        login.accepted root logged in (su)
                        login.failed a login of root from /dev/tty1 failed (login)
                        sudo alice ran as root: /usr/bin/mysql --password=?
                        sudo.failed bob was refused to run as root: /bin/sh""");
    }

    @Test
    void usersAndGroups() {
        assertThat(told("""
                        Nov 21 10:00:01 web1 groupadd[8]: new group: name=carol, GID=1002
                        Nov 21 10:00:01 web1 useradd[9]: new user: name=carol, UID=1002, GID=1002, home=/home/carol, shell=/bin/bash, from=/dev/pts/0
                        Nov 21 10:00:02 web1 usermod[10]: add 'carol' to group 'sudo'
                        Nov 21 10:00:02 web1 usermod[10]: add 'carol' to shadow group 'sudo'
                        Nov 21 10:00:03 web1 passwd[11]: pam_unix(passwd:chauthtok): password changed for carol
                        Nov 21 10:00:04 web1 userdel[12]: delete user 'carol'
                        Nov 21 10:00:04 web1 userdel[12]: removed group 'carol' owned by 'carol'""")).isEqualTo("""
                        group.added group carol was added
                        user.added user carol was added
                        group.member.added carol was added to group sudo
                        password.changed the password of carol was changed
                        user.removed user carol was removed""");
    }

    @Test
    void manyThatFailFromOneAddressAreSummedUp() {
        var many = new ArrayList<String>();
        for (int i = 0; i < 3_000; i++) {
            many.add("Nov 21 11:59:58 web1 sshd[%d]: Failed password for u%d from 10.0.0.9 port 1 ssh2"
                    .formatted(i, i % 3));
        }
        many.add(
                "Nov 21 11:59:59 web1 sshd[9999]: message repeated 2 times: [ Failed password for u0 from 10.0.0.9 port 1 ssh2]");

        assertThat(told(String.join("\n", many)).lines()).hasSize(Burst.FEW);
        assertThat(sums(now)).isEqualTo("2997 more logins from 10.0.0.9 failed, 3002 since 2026-11-21T11:59:58Z");
        assertThat(sums(now.plusSeconds(1))).isEmpty();
        told("Nov 21 12:00:01 web1 sshd[10000]: Failed password for u0 from 10.0.0.9 port 1 ssh2");
        assertThat(sums(now.plusSeconds(2))).isEmpty();
        assertThat(sums(now.plusSeconds(400)))
                .isEqualTo("1 more logins from 10.0.0.9 failed, 3003 since 2026-11-21T11:59:58Z");
        assertThat(bursts).isEmpty();
    }

    private String sums(Instant at) {
        return AuthEvents.due(bursts, at).stream().map(AuthEvents.Told::message).collect(joining("\n"));
    }

    private String told(String text) {
        return text.lines()
                .flatMap(one -> {
                    var line = new Line();
                    parser.read(one, line);
                    return events.of(line, line.at, bursts).stream();
                })
                .map(event -> event.type() + " " + event.message())
                .collect(joining("\n"));
    }
}

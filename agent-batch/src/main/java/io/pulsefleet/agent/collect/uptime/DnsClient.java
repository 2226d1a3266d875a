package io.pulsefleet.agent.collect.uptime;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * Asks a name server, over UDP and, where an answer does not fit, over TCP. It is ours since Java's own look-up can neither be
 * given a time nor be interrupted.
 */
final class DnsClient {

    private static final int TRY_MILLIS = 2_000;
    private static final int LARGEST = 65_535;

    private DnsClient() {}

    /**
     * Several questions about one name, at the same time.
     *
     * @param enough whether the others need not be waited for
     */
    static Map<DnsRecord, DnsMessage> ask(
            InetSocketAddress server, String name, List<DnsRecord> types, Predicate<DnsMessage> enough, Attempt attempt)
            throws IOException {
        var first = ThreadLocalRandom.current().nextInt(0xFFF0);
        var questions = new ArrayList<byte[]>();
        for (int i = 0; i < types.size(); i++) {
            questions.add(DnsMessage.question(first + i, name, types.get(i)));
        }
        var answers = new LinkedHashMap<DnsRecord, DnsMessage>();
        try (var socket = new DatagramSocket()) {
            socket.connect(server);
            while (answers.size() < types.size()) {
                for (int i = 0; i < types.size(); i++) {
                    if (!answers.containsKey(types.get(i))) {
                        socket.send(new DatagramPacket(questions.get(i), questions.get(i).length));
                    }
                }
                if (hear(socket, first, types, questions, answers, enough, server, attempt)) {
                    return answers;
                }
            }
        }
        return answers;
    }

    /** @return whether no more is to be asked; false after a while without an answer */
    private static boolean hear(
            DatagramSocket socket,
            int first,
            List<DnsRecord> types,
            List<byte[]> questions,
            Map<DnsRecord, DnsMessage> answers,
            Predicate<DnsMessage> enough,
            InetSocketAddress server,
            Attempt attempt)
            throws IOException {
        var packet = new DatagramPacket(new byte[4_096], 4_096);
        while (answers.size() < types.size()) {
            var left = attempt.millisLeft();
            socket.setSoTimeout(Math.min(left, TRY_MILLIS));
            try {
                packet.setLength(4_096);
                socket.receive(packet);
            } catch (SocketTimeoutException lost) {
                if (left <= TRY_MILLIS) {
                    throw lost;
                }
                return false;
            }
            var heard = DnsMessage.parse(packet.getData(), packet.getLength());
            var which = heard.id() - first;
            if (which < 0 || which >= types.size()) {
                continue; // of another question
            }
            var whole = heard.truncated() ? overTcp(server, questions.get(which), attempt) : heard;
            answers.put(types.get(which), whole);
            if (enough.test(whole)) {
                return true;
            }
        }
        return true;
    }

    private static DnsMessage overTcp(InetSocketAddress server, byte[] question, Attempt attempt) throws IOException {
        try (var socket = attempt.hold(new Socket())) {
            socket.connect(server, attempt.millisLeft());
            socket.setSoTimeout(attempt.millisLeft());
            var out = new DataOutputStream(socket.getOutputStream());
            var whole = new byte[question.length + 2];
            whole[0] = (byte) (question.length >> 8);
            whole[1] = (byte) question.length;
            System.arraycopy(question, 0, whole, 2, question.length);
            out.write(whole);
            out.flush();
            var in = new DataInputStream(socket.getInputStream());
            var answer = new byte[Math.min(LARGEST, in.readUnsignedShort())];
            in.readFully(answer);
            return DnsMessage.parse(answer, answer.length);
        }
    }
}

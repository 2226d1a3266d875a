package io.pulsefleet.store.batch;

import io.pulsefleet.store.targets.Sealed;
import java.time.Instant;

/**
 * A Liberty server whose jobs are seen and steered through its batch REST API.
 *
 * @param url scheme, host and port: {@code https://payroll.example:9443}
 * @param ca certificates as PEM, of those who may have signed the server's; null: those that Java trusts
 * @param fingerprint SHA-256 of the one certificate that is trusted, in hexadecimal digits; null: any that is signed well
 * @param group of hosts that it counts among; null: only who may see all hosts sees it
 * @param revision another one with each change; of one that is to be added: not looked at
 */
public record BatchServer(
        String name,
        String url,
        String user,
        Sealed password,
        String ca,
        String fingerprint,
        String group,
        long revision,
        Instant changedAt,
        String changedBy) {}

package io.pulsefleet.agent.home;

import io.pulsefleet.wire.settings.SettingsDocument;
import io.pulsefleet.wire.settings.SettingsReport.State;
import java.util.Optional;

/**
 * The settings of the hub that this agent keeps, and how far it trusts them.
 *
 * <pre>
 * good --offered--> on trial, not begun --begin--> begun --proven--> good
 *                                                  begun --the process died, or its time is over--> taken back: good as before
 * good --offered what cannot be taken--> refused: good as before
 * </pre>
 *
 * <p>(1) What was taken back or refused is not tried again, until the hub offers something else. (2) A process that ends in
 * order has not failed: its trial begins anew with the next start.
 *
 * @param good what the agent was well with
 * @param trial null: none
 * @param begun a process runs, or ran, with what is on trial
 * @param failed null: nothing did; else what the hub offered last, and it came to nothing
 */
public record Kept(SettingsDocument good, SettingsDocument trial, boolean begun, Failed failed) {

    public static final Kept NOTHING = new Kept(SettingsDocument.NONE, null, false, null);

    static final String DIED = "the agent did not come back well with it";

    /** A document that came to nothing. */
    public record Failed(String hash, State state, String why) {}

    public Kept {
        good = good == null ? SettingsDocument.NONE : good;
    }

    /** Whose values are to be in force. */
    public SettingsDocument document() {
        return trial == null ? good : trial;
    }

    /** Whether there is nothing to be done about what the hub offers. */
    public boolean hasHeardOf(String hash) {
        return failure(hash).isPresent() || (document().hash().equals(hash) && failed == null);
    }

    public Optional<Failed> failure(String hash) {
        return Optional.ofNullable(failed).filter(one -> one.hash().equals(hash));
    }

    public boolean onTrial() {
        return trial != null && begun;
    }

    public Kept offered(SettingsDocument document) {
        return document.equals(good) ? new Kept(good, null, false, null) : new Kept(good, document, false, null);
    }

    public Kept refused(String hash, String why) {
        return new Kept(good, trial, begun, new Failed(hash, State.REFUSED, why));
    }

    /** It is in force from now on. */
    public Kept begin() {
        return trial == null ? this : new Kept(good, trial, true, failed);
    }

    /** A process starts. One that began before and proved nothing has died. */
    public Kept start() {
        return onTrial() ? takenBack(DIED) : begin();
    }

    public Kept endedInOrder() {
        return new Kept(good, trial, false, failed);
    }

    public Kept proven() {
        return onTrial() ? new Kept(trial, null, false, failed) : this;
    }

    public Kept takenBack(String why) {
        return trial == null ? this : new Kept(good, null, false, new Failed(trial.hash(), State.ROLLED_BACK, why));
    }
}

package io.pulsefleet.agent.command;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** This agent's settings, for those who are asked to show or to change them. */
public interface OwnSettings {

    /**
     * A setting.
     *
     * @param value as given, what is secret masked; null: it is as by default
     * @param from {@code file}: the YAML file; {@code environment}: that, or another file; null: nobody
     * @param atOnce whether a change is in force within seconds, and not after a restart
     */
    record Shown(String name, String value, String from, boolean atOnce) {}

    /** Those that are given, and where {@code all} is asked for the others as well. */
    List<Shown> show(boolean all);

    /**
     * What a change comes to.
     *
     * @param file that is changed, or would be
     * @param atOnce settings that are in force within seconds
     * @param restart settings that wait for a restart
     * @param hidden settings that stay as they are, for the environment says otherwise
     */
    record Change(String file, boolean applied, List<String> atOnce, List<String> restart, List<String> hidden) {}

    /**
     * Sets lines of the YAML file, all or none.
     *
     * @param wanted names of settings and their values; a value of null takes the line away
     * @param dryRun only says what it would come to
     * @throws RefusedException that names every mistake; nothing was changed
     */
    Change apply(Map<String, String> wanted, boolean dryRun) throws IOException;
}

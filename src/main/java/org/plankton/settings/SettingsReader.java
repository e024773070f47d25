package org.plankton.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads settings one by one, from wherever they are set, and remembers all that is wrong, so that it is told at once.
 *
 * <p>Names are whole: {@code plankton.database.url}. How a value is read is one of {@link Parsers}, or whatever else
 * throws IllegalArgumentException with the rest of a sentence that begins with the setting's name.
 */
final class SettingsReader {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsReader.class);
    static final String PREFIX = "plankton.";

    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Map<String, String> parameters;

    /** What all settings are that have been asked for, by their names. */
    private final SortedMap<String, Setting> read = new TreeMap<>();

    private final List<String> problems = new ArrayList<>();

    /**
     * @param properties the system's, which count before all others
     * @param parameters the servlet context's, which count where there is nothing else
     */
    SettingsReader(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        this.properties = properties;
        this.environment = environment;
        this.parameters = parameters;
    }

    /** @return null if it is missing or unusable, which has then been noted */
    <T> T required(String name, Function<String, T> parser) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            refuse(name, "is required");
        }
        return value.map(given -> parse(name, given, parser)).orElse(null);
    }

    /**
     * One that goes with another.
     *
     * @param isSo whether it is to be set
     * @param condition under which it is, in words
     * @return null if it is not set, or unusable; whatever is not as it is to be has been noted
     */
    <T> T requiredOnlyIf(boolean isSo, String condition, String name, Function<String, T> parser) {
        Optional<String> value = value(name);
        if (isSo && value.isEmpty()) {
            refuse(name, "is required where " + condition);
        }
        if (!isSo && value.isPresent()) {
            problems.add(name + " is only for where " + condition + ". Remove it, or set that.");
        }
        return value.map(given -> parse(name, given, parser)).orElse(null);
    }

    /** @param usual its default, as it would be written; also where it is unusable, which has then been noted */
    <T> T or(String name, String usual, Function<String, T> parser) {
        T parsed = parse(name, value(name, usual).orElse(usual), parser);
        return parsed != null ? parsed : parser.apply(usual);
    }

    /** Empty if it is not set, or unusable, which has then been noted. */
    <T> Optional<T> optional(String name, Function<String, T> parser) {
        return value(name).map(given -> parse(name, given, parser));
    }

    private Optional<String> value(String name) {
        return value(name, "");
    }

    private Optional<String> value(String name, String usual) {
        Setting setting = given(Setting.Source.PROPERTY, name, properties.get(name))
                .or(() -> given(Setting.Source.ENVIRONMENT, name, environment.get(variable(name))))
                .or(() -> given(Setting.Source.CONTEXT, name, parameters.get(name)))
                .orElse(new Setting(name, usual, Setting.Source.DEFAULT));
        read.put(name, setting);
        return Optional.of(setting)
                .filter(one -> one.source() != Setting.Source.DEFAULT)
                .map(Setting::value);
    }

    /** An empty value is none: that is how a commented line of an environment file reads. */
    private static Optional<Setting> given(Setting.Source source, String name, String value) {
        return Optional.ofNullable(value).filter(some -> !some.isBlank()).map(some -> new Setting(name, some, source));
    }

    /** All that have been asked for, in the order of their names. */
    List<Setting> all() {
        return List.copyOf(read.values());
    }

    /** @return null if that is not possible, which has then been noted */
    private <T> T parse(String name, String value, Function<String, T> parser) {
        try {
            return parser.apply(value);
        } catch (IllegalArgumentException e) {
            refuse(name, e.getMessage());
        }
        return null;
    }

    /**
     * Notes that something is wrong with it.
     *
     * @param problem the rest of a sentence that begins with its name, without the full stop
     */
    void refuse(String name, String problem) {
        problems.add(name + " " + problem + ". Set it as the system property " + name + ", as the environment variable "
                + variable(name) + ", or in the context file as <Parameter name=\"" + name + "\" value=\"…\"/>.");
    }

    /**
     * To be called once all have been read.
     *
     * @throws UnusableSettings if there are {@link #problems}
     */
    void finish() throws UnusableSettings {
        // Only a warning: others may have put them there for purposes of their own.
        unknownVariables()
                .forEach(variable -> LOG.warn("{} is no setting's environment variable, and ignored", variable));
        List<String> all = problems();
        if (!all.isEmpty()) {
            throw new UnusableSettings(all);
        }
    }

    /** What has been noted, and what is set that nobody has asked for. */
    List<String> problems() {
        Map<String, String> given = new TreeMap<>(parameters);
        given.putAll(properties);
        return Stream.concat(
                        problems.stream(),
                        given.keySet().stream()
                                .filter(name -> name.startsWith(PREFIX) && !read.containsKey(name))
                                .map(name -> name + " is not a setting. Remove it, or correct it to one of: "
                                        + String.join(", ", read.keySet()) + "."))
                .toList();
    }

    /** Environment variables that are called as settings' are, and are none's, in their order. */
    List<String> unknownVariables() {
        Set<String> known = new TreeSet<>();
        read.keySet().forEach(name -> known.add(variable(name)));
        return environment.keySet().stream()
                .filter(variable -> variable.startsWith(variable(PREFIX)) && !known.contains(variable))
                .sorted()
                .toList();
    }

    static String variable(String name) {
        return name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}

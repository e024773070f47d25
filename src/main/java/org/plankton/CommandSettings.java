package org.plankton;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.plankton.command.Installation.Unusable;
import org.plankton.settings.ContextFile;
import org.plankton.settings.Settings;
import org.plankton.settings.UnusableSettings;

/** What is set, read from where the service reads it, without its servlet container. */
final class CommandSettings {
    private final Map<String, String> properties;
    private final Map<String, String> environment;
    private final Path file;
    private final Map<String, String> parameters;
    private Settings usable;

    /**
     * @param properties the system's
     * @param file the context file; read if it is there
     * @param isNamed whether it has to be there
     * @throws Unusable if the file cannot be read, or is no context file
     */
    CommandSettings(Map<String, String> properties, Map<String, String> environment, Path file, boolean isNamed) {
        this.properties = properties;
        this.environment = environment;
        this.file = file;
        this.parameters = parameters(isNamed);
    }

    private Map<String, String> parameters(boolean isNamed) {
        if (!isNamed && !Files.exists(file)) {
            return Map.of();
        }
        try {
            return ContextFile.parameters(file, properties);
        } catch (IOException e) {
            throw new Unusable("The settings cannot be read (--settings): " + e);
        } catch (UnusableSettings e) {
            throw unusable(e);
        }
    }

    /** Be it that it cannot be used. */
    Settings.Report report() {
        return Settings.report(properties, environment, parameters);
    }

    /** @throws Unusable if it cannot be used */
    Settings usable() {
        if (usable == null) {
            try {
                usable = Settings.of(properties, environment, parameters);
            } catch (UnusableSettings e) {
                throw unusable(e);
            }
        }
        return usable;
    }

    private Unusable unusable(UnusableSettings e) {
        return new Unusable("The settings cannot be used, with " + file + ":\n" + String.join("\n", e.problems()));
    }
}

package org.plankton.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A context file of Tomcat's, in which a service is given its settings. */
public final class ContextFile {
    private final Map<String, String> properties;
    private final Map<String, String> parameters = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private ContextFile(Map<String, String> properties) {
        this.properties = properties;
    }

    /**
     * The settings in it, by their names.
     *
     * @param properties the system's, to which values may {@linkplain References refer}
     * @throws IOException if it cannot be read
     * @throws UnusableSettings if it is no XML, or has a parameter that Tomcat would not take, or none knows here
     */
    public static Map<String, String> parameters(Path file, Map<String, String> properties)
            throws IOException, UnusableSettings {
        ContextFile read = new ContextFile(properties);
        try (InputStream in = Files.newInputStream(file)) {
            read.read(in);
        }
        if (!read.problems.isEmpty()) {
            throw new UnusableSettings(read.problems);
        }
        return read.parameters;
    }

    private void read(InputStream in) {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Parameter")) {
                    add(
                            xml.getAttributeValue(null, "name"),
                            xml.getAttributeValue(null, "value"),
                            xml.getLocation().getLineNumber());
                }
            }
        } catch (XMLStreamException e) {
            Location at = e.getLocation(); // without the message, which may quote what is there: a part of a password
            problems.add("Line " + (at == null ? 1 : at.getLineNumber()) + ", column "
                    + (at == null ? 1 : at.getColumnNumber()) + ": there it is no XML.");
        }
    }

    private void add(String name, String value, int line) {
        if (name == null || value == null) {
            problems.add("Line " + line + ": a Parameter has no " + (name == null ? "name" : "value") + ".");
        } else if (name.startsWith(SettingsReader.PREFIX)) {
            try {
                parameters.put(name, References.followed(value, properties));
            } catch (IllegalArgumentException e) {
                problems.add("Line " + line + ": " + name + " " + e.getMessage() + ". Set it as the environment"
                        + " variable " + SettingsReader.variable(name) + " instead.");
            }
        }
    }
}

package org.plankton.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** A context file of Tomcat's, whose parameters a service is given there. */
public final class ContextFile {
    private ContextFile() {}

    /**
     * By their names.
     *
     * @throws IOException if it cannot be read, or is no XML
     */
    public static Map<String, String> parameters(Path file) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        Map<String, String> parameters = new HashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("Parameter")) {
                    parameters.put(xml.getAttributeValue(null, "name"), xml.getAttributeValue(null, "value"));
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException(file + " is no XML: " + e.getMessage(), e);
        }
        return parameters;
    }
}

/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.migrationutilities.generate;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A root changelog in XML.
 */
final class XmlRoot implements RootFormat {

	private static final String END = "</databaseChangeLog>";

	@Override
	public List<Map<String, Object>> read(String text) {
		List<Map<String, Object>> entries = new ArrayList<>();
		for (Node node = parse(text).getFirstChild(); node != null; node = node.getNextSibling()) {
			if (node instanceof Element element) {
				entries.add(Map.of(element.getLocalName(), attributes(element)));
			}
		}
		return entries;
	}

	private static Map<String, String> attributes(Element element) {
		Map<String, String> attributes = new LinkedHashMap<>();
		NamedNodeMap nodes = element.getAttributes();
		for (int i = 0; i < nodes.getLength(); i++) {
			attributes.put(nodes.item(i).getNodeName(), nodes.item(i).getNodeValue());
		}
		attributes.put("", element.getTextContent());
		return attributes;
	}

	private static Element parse(String text) {
		try {
			DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
			factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
			factory.setNamespaceAware(true);
			return factory.newDocumentBuilder().parse(new InputSource(new StringReader(text))).getDocumentElement();
		}
		catch (ParserConfigurationException | SAXException | IOException ex) {
			throw new IllegalArgumentException("Not XML: " + ex.getMessage(), ex);
		}
	}

	@Override
	public @Nullable String append(String text, String file) {
		int end = text.lastIndexOf(END);
		if (end < 0) {
			return null;
		}
		String line = text.contains("\r\n") ? "\r\n" : "\n";
		int lineStart = text.lastIndexOf('\n', end) + 1;
		boolean alone = text.substring(lineStart, end).isBlank();
		int place = alone ? lineStart : end;
		return text.substring(0, place) + (alone ? "" : line) + "    " + entry(file) + line + text.substring(place);
	}

	@Override
	public String entry(String file) {
		String escaped = file.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
		return "<include file=\"" + escaped + "\" relativeToChangelogFile=\"true\"/>";
	}

}

package io.disconnectalerts.vendors;

import com.fasterxml.jackson.databind.JsonNode;

/** A message in a group: its type, its title where the type has one, its text, and all of it. */
public record Message(String type, String title, String text, JsonNode json) {}

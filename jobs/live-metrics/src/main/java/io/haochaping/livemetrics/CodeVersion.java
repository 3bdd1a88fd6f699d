package io.haochaping.livemetrics;

/** The version of the code, as it stands in every cut. */
public final class CodeVersion {
    private CodeVersion() {}

    /** From the jar's manifest; "development" where the classes were not read from a jar. */
    public static String current() {
        String version = CodeVersion.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}

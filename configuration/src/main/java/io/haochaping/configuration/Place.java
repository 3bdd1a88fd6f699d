package io.haochaping.configuration;

/**
 * Where a setting was written.
 *
 * @param name of the file or of the environment variable
 * @param line from 1; beyond any file for a variable, so that variables are told last
 */
record Place(String name, int line) {
    private static final int VARIABLE = Integer.MAX_VALUE - 1;

    static Place ofVariable(String name) {
        return new Place("environment variable " + name, VARIABLE);
    }

    @Override
    public String toString() {
        return line == VARIABLE ? name : name + ", line " + line;
    }
}

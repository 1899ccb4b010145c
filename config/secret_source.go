package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"gopkg.in/yaml.v3"
)

// maxSecret bounds the file of a secret, so that a wrong name is noticed.
const maxSecret = 64 << 10

// secretSources are the places, beside the configuration itself, that a secret can be in: how each is found, by
// what its key ends with. They are looked at anew at each reload. Errors name the place and nothing that is in it.
func secretSources() map[string]func(place string) (string, error) {
	return map[string]func(string) (string, error){
		"_file": secretFile, "_credential": secretCredential, "_env": secretVariable,
	}
}

// hasSecret says whether a mapping gives a secret, in whatever way.
func hasSecret(n *yaml.Node, name string) bool {
	for suffix := range secretSources() {
		if hasKey(n, name+suffix) {
			return true
		}
	}
	return hasKey(n, name)
}

// secretFile reads a file. Editors and echo end it with a new line, and those of Windows begin it with a byte order
// mark; neither is meant.
func secretFile(name string) (string, error) {
	if name == "" {
		return "", errors.New("the name of the file is missing")
	}
	text, err := readBounded(name)
	secret := strings.TrimRight(strings.TrimPrefix(string(text), "\ufeff"), "\r\n")
	switch {
	case err != nil:
		return "", err
	case len(text) > maxSecret:
		return "", fmt.Errorf("%s is larger than %d KiB, which no secret is", name, maxSecret>>10)
	case secret == "":
		return "", fmt.Errorf("%s is empty", name)
	}
	return secret, ownersOnly(name)
}

// ownersOnly refuses a file that everybody may write: nowhere must others choose a secret. That they may read it is
// borne, for so it is with the secrets that are mounted into containers.
func ownersOnly(name string) error {
	info, err := os.Stat(name)
	if err == nil && info.Mode().IsRegular() && info.Mode().Perm()&0o002 != 0 && runtime.GOOS != "windows" {
		return fmt.Errorf("%s can be changed by every user of this machine; chmod 600 %s", name, name)
	}
	return err
}

// secretCredential reads what systemd hands over under a name (LoadCredential= and its kin, systemd.exec(5)). Others
// can do the same: it is a folder of files that the environment names.
func secretCredential(name string) (string, error) {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, `/\`) {
		return "", fmt.Errorf("%q is no name of a credential, which is the name of a file without its folder", name)
	}
	folder := os.Getenv("CREDENTIALS_DIRECTORY")
	if folder == "" {
		return "", fmt.Errorf("there is no credential %q, for $CREDENTIALS_DIRECTORY is not set; systemd sets it for units "+
			"with LoadCredential=%s:/path/to/file", name, name)
	}
	return secretFile(filepath.Join(folder, name))
}

// variableName is what people call variables. What is not like it is not repeated: it may be the secret itself.
var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secretVariable reads a variable of the environment.
func secretVariable(name string) (string, error) {
	if secret := os.Getenv(name); secret != "" {
		return secret, nil
	}
	if !variableName.MatchString(name) {
		return "", errors.New("this is no name of an environment variable: letters, digits and _")
	}
	return "", fmt.Errorf("the environment variable %q is not set", name)
}

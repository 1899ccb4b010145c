package config

import (
	"fmt"

	"gopkg.in/yaml.v3"
)

// WebAccess is what a web configuration file demands of clients: one of the form that all exporters of
// Prometheus share.
type WebAccess struct {
	Users        bool // a user and a password
	Certificates bool // a certificate
}

// Covers says whether it demands all that another one does.
func (a WebAccess) Covers(other WebAccess) bool {
	return (a.Users || !other.Users) && (a.Certificates || !other.Certificates)
}

// ReadWebAccess reads what a web configuration file demands. The rest of it is not checked.
func ReadWebAccess(name string) (WebAccess, error) {
	text, err := readBounded(name)
	if err != nil {
		return WebAccess{}, fmt.Errorf("read web configuration: %w", err)
	}
	var file struct {
		Users map[string]string `yaml:"basic_auth_users"`
		TLS   struct {
			ClientAuth string `yaml:"client_auth_type"`
		} `yaml:"tls_server_config"`
	}
	if err := yaml.Unmarshal(text, &file); err != nil {
		return WebAccess{}, fmt.Errorf("read web configuration %s: %w", name, err)
	}
	kind := file.TLS.ClientAuth
	return WebAccess{
		Users:        len(file.Users) > 0,
		Certificates: kind == "RequireAnyClientCert" || kind == "RequireAndVerifyClientCert",
	}, nil
}

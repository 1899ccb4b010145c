package config

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/argus-power/argus/snmp"
)

// checkSNMP refuses what would leak a secret or could not work.
func (d *decoder) checkSNMP(key, value *yaml.Node, a *Auth) {
	before := len(*d.problems)
	if wrong := a.wrongUser(value); wrong != "" {
		d.fail(key, "auth %s %s", a.Name, wrong)
	}
	d.checkBinding(key, a)
	if s := a.SNMP; s.Timeout != 0 && s.tuning.request > s.Timeout {
		d.fail(key, "auth %s gives a request %s, and the whole probe only %s; change request_timeout: "+
			"or timeout:", a.Name, s.tuning.request, s.Timeout)
	}
	if len(*d.problems) > before { // what follows would say the same in other words
		return
	}
	if err := a.snmpOptions(tuning{}).Validate(); err != nil {
		text := strings.TrimPrefix(err.Error(), snmp.ErrOptions.Error()+": ")
		d.fail(key, "auth %s: %s", a.Name, text)
	}
}

// wrongUser says what does not go together in an auth.
func (a *Auth) wrongUser(n *yaml.Node) string {
	community := hasSecret(n, "community")
	user := hasKey(n, "username", "auth_protocol", "priv_protocol", "context") ||
		hasSecret(n, "auth_password") || hasSecret(n, "priv_password")
	s := a.SNMP
	if s.Version != snmp.V3 {
		if user {
			return "has what only version 3 knows (a user, passwords, a context); add version: 3"
		}
		return ""
	}
	auth, priv := s.AuthPassword.reveal() != "", s.PrivPassword.reveal() != ""
	switch {
	case community:
		return "has a community, which version 3 does not know; it has username:, auth_password: and " +
			"priv_password:"
	case a.Username == "":
		return "needs username:, as version 3 does"
	case auth != (s.AuthProtocol != ""):
		return "needs both auth_protocol: (" + strings.Join(snmp.AuthProtocols(), ", ") +
			") and auth_password:, or neither"
	case priv != (s.PrivProtocol != ""):
		return "needs both priv_protocol: (" + strings.Join(snmp.PrivProtocols(), ", ") +
			") and priv_password:, or neither"
	case priv && !auth:
		return "encrypts without a proof of who asks; add auth_protocol: and auth_password:"
	}
	return ""
}

// secret names what an auth must not send to just any host, "" if there is
// nothing. The name of a user is worth as much as a community where it needs no
// password; where it has one, its answers let others try passwords at leisure.
func (s *SNMPAuth) secret() string {
	switch {
	case s.Version == snmp.V3:
		return "user"
	case s.Community.reveal() != "" && s.Community.reveal() != snmp.DefaultCommunity:
		return "community"
	}
	return ""
}

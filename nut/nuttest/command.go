package nuttest

import (
	"slices"
	"strings"
)

// What the fake says of itself.
const (
	version  = "Network UPS Tools upsd 2.8.0 - a fake for tests"
	protocol = "1.3"
	help     = "Commands: HELP VER GET LIST SET INSTCMD LOGIN LOGOUT USERNAME PASSWORD STARTTLS"
)

// execute counts and answers one command, with the fault that it meets.
func (c *session) execute(words []string) next {
	name := commandName(words)
	c.server.count(name)
	fault := c.server.faultFor(words)
	switch {
	case c.silent || fault == Hang:
		return goOn
	case fault == CloseFirst:
		return hangUp
	}
	if lines, ok := c.server.reply(words); ok {
		return c.deliver(lines, fault)
	}
	switch name {
	case "STARTTLS":
		return c.startTLS(fault)
	case "LOGOUT":
		if len(words) > 1 {
			return c.deliver(refusal("INVALID-ARGUMENT"), fault)
		}
		c.deliver([]string{"OK Goodbye"}, fault)
		return hangUp
	}
	return c.deliver(c.answer(name, words, fault), fault)
}

// answer returns the lines that upsd would send.
func (c *session) answer(name string, words []string, fault Fault) []string {
	args := words[min(1, len(words)):]
	switch name {
	case "VER", "NETVER", "PROTVER", "HELP":
		return about(name, args)
	case "USERNAME":
		return c.username(args)
	case "PASSWORD":
		return c.givenPassword(args)
	case "LOGIN":
		return c.logIn(args)
	case "INSTCMD", "FSD", "PRIMARY", "MASTER":
		return c.mayNot()
	}
	switch verb, topic, _ := strings.Cut(name, " "); verb {
	case "SET":
		return c.mayNot()
	case "LIST", "GET":
		if c.auth && !c.authorised() {
			return refusal("ACCESS-DENIED")
		}
		return c.server.read(verb, topic, args, fault)
	}
	return refusal("UNKNOWN-COMMAND")
}

func about(name string, args []string) []string {
	switch {
	case len(args) > 0:
		return refusal("INVALID-ARGUMENT")
	case name == "VER":
		return []string{version}
	case name == "HELP":
		return []string{help}
	}
	return []string{protocol}
}

func (c *session) username(args []string) []string {
	switch {
	case len(args) != 1:
		return refusal("INVALID-ARGUMENT")
	case c.user != nil:
		return refusal("ALREADY-SET-USERNAME")
	}
	c.user = &args[0]
	return []string{"OK"}
}

func (c *session) givenPassword(args []string) []string {
	switch {
	case len(args) != 1:
		return refusal("INVALID-ARGUMENT")
	case c.password != nil:
		return refusal("ALREADY-SET-PASSWORD")
	}
	c.password = &args[0]
	if c.auth && !c.authorised() {
		c.password = nil // another try is allowed
		return refusal("ACCESS-DENIED")
	}
	return []string{"OK"}
}

func (c *session) authorised() bool {
	return c.user != nil && c.password != nil &&
		*c.user == c.settings.user && *c.password == c.settings.password
}

// logIn lets everybody in who has given some name and password.
func (c *session) logIn(args []string) []string {
	if code := c.identified(); code != "" {
		return refusal(code)
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	switch {
	case len(args) != 1:
		return refusal("INVALID-ARGUMENT")
	case c.login != "":
		return refusal("ALREADY-LOGGED-IN")
	case c.server.unit(args[0]) == nil:
		return refusal("UNKNOWN-UPS")
	}
	c.login = strings.ToLower(args[0])
	return []string{"OK"}
}

// mayNot answers commands that act: the fake has nobody who may.
func (c *session) mayNot() []string {
	if code := c.identified(); code != "" {
		return refusal(code)
	}
	return refusal("ACCESS-DENIED")
}

func (c *session) identified() (code string) {
	switch {
	case c.user == nil:
		return "USERNAME-REQUIRED"
	case c.password == nil:
		return "PASSWORD-REQUIRED"
	}
	return ""
}

func refusal(code string) []string { return []string{"ERR " + code} }

func (s *Server) count(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stats.Commands[name]++
}

// reply returns what Reply has set for a command.
func (s *Server) reply(words []string) (lines []string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines, ok = s.replies[strings.ToUpper(strings.Join(words, " "))]
	return slices.Clone(lines), ok
}

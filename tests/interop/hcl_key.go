// Copyright 2026 The sshmint authors
// SPDX-License-Identifier: Apache-2.0

// hcl_key prints the public key in each of the Terraform files that it is given,
// as HashiCorp's own parser reads it.
package main

import (
	"fmt"
	"os"

	"github.com/hashicorp/hcl/v2/hclparse"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

func main() {
	for _, name := range os.Args[1:] {
		file, problems := hclparse.NewParser().ParseHCLFile(name)
		if problems.HasErrors() {
			fmt.Fprintln(os.Stderr, problems)
			os.Exit(1)
		}
		for _, block := range file.Body.(*hclsyntax.Body).Blocks {
			if block.Type == "resource" && block.Labels[0] == "azurerm_ssh_public_key" {
				// No variables and no functions: nothing in it may be active.
				value, problems := block.Body.Attributes["public_key"].Expr.Value(nil)
				if problems.HasErrors() {
					fmt.Fprintln(os.Stderr, problems)
					os.Exit(1)
				}
				fmt.Println(value.AsString())
			}
		}
	}
}

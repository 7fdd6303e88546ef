-- The configuration of the language server, found by Neovim 0.11 and later: `vim.lsp.enable('copydesk')` starts it.
-- Override any part with `vim.lsp.config('copydesk', { … })`.

---@type vim.lsp.Config
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'markdown', 'mdx', 'quarto', 'rmd', 'toml' },
  root_markers = { 'copydesk.toml', '.git' },
  -- The only TOML file to serve is the configuration.
  root_dir = function(buffer, on_dir)
    -- A server that is missing or too old is reported once, and not started.
    if require('copydesk').missing() then
      return
    end
    local name = vim.api.nvim_buf_get_name(buffer)
    if vim.bo[buffer].filetype == 'toml' and vim.fs.basename(name) ~= 'copydesk.toml' then
      return
    end
    on_dir(vim.fs.root(buffer, { 'copydesk.toml', '.git' }) or vim.fs.dirname(name))
  end,
  -- Run by actions that ask questions or insert placeholders.
  commands = require('copydesk').commands,
  capabilities = {
    experimental = { commands = { commands = vim.tbl_keys(require('copydesk').commands) }, records = true },
    -- Neovim applies these edits but does not declare them; without this, no file is created.
    workspace = { workspaceEdit = { documentChanges = true, resourceOperations = { 'create', 'rename', 'delete' } } },
  },
  -- The keys of copydesk.toml; if both set a key, the file wins.
  settings = { copydesk = vim.empty_dict() },
}

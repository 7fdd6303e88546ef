-- The language server's configuration, as Neovim 0.11 and later find it: `vim.lsp.enable('copydesk')` starts it.
-- Override any part with `vim.lsp.config('copydesk', { … })`.

---@type vim.lsp.Config
return {
  cmd = { 'copydesk', 'lsp' },
  filetypes = { 'markdown', 'mdx', 'quarto', 'rmd', 'toml' },
  root_markers = { 'copydesk.toml', '.git' },
  -- A TOML file is ours only where it is our configuration.
  root_dir = function(buffer, on_dir)
    -- A server that is too old is told of once, and not started.
    if require('copydesk').missing() then
      return
    end
    local name = vim.api.nvim_buf_get_name(buffer)
    if vim.bo[buffer].filetype == 'toml' and vim.fs.basename(name) ~= 'copydesk.toml' then
      return
    end
    on_dir(vim.fs.root(buffer, { 'copydesk.toml', '.git' }) or vim.fs.dirname(name))
  end,
  -- The actions that ask or leave places to fill in run these.
  commands = require('copydesk').commands,
  capabilities = {
    experimental = { commands = { commands = vim.tbl_keys(require('copydesk').commands) } },
    -- Neovim applies such edits and does not say so; without it no file is created.
    workspace = { workspaceEdit = { documentChanges = true, resourceOperations = { 'create', 'rename', 'delete' } } },
  },
  -- The keys of copydesk.toml; the file wins where both speak.
  settings = { copydesk = vim.empty_dict() },
}
